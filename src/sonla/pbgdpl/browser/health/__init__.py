"""What monitoring asks: does the add-on work?"""
