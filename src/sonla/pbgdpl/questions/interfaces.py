"""The marker of folders with questions."""

from zope.interface import Interface


class IQuestionContainer(Interface):
    """Mark content that keeps the questions asked in it, such as a policy dialogue.

    Others are kept in the folders of the section. The form puts them here, for the agency
    of this item; the desk of the office lists them alone; crumbs lead back to it.
    """


class IQuestionsFolder(Interface):
    """Mark a folder in which questions are kept, which is no page for anybody."""
