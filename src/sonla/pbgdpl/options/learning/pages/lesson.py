"""`@@lesson`: text, sound or film with captions and words, file."""

from collections.abc import Callable
from functools import cached_property
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.materials.media import Media
from sonla.pbgdpl.options.learning.pages.learning import StepPage
from typing import Any


class Lesson(StepPage):
    """Show a lesson: its text, sound or film with captions and words, its file."""

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what may be asked for."""
        return {"done": self.done}

    def show(self) -> Any:
        """Return the page, or lead back from a lesson that is none any more."""
        if self.step is None or self.step.material is None:
            return self.see("learn")
        return self.index()

    def done(self) -> Any:
        """Note that the lesson was read, and go on."""
        if self.step is not None and self.step.test is None:
            self.learning.finish_lesson(self.step)
        return self.see("learn")

    @property
    def material(self) -> Any:
        return self.step.material if self.step is not None else None

    @cached_property
    def media(self) -> Media:
        """The ways to read, watch or hear it."""
        return Media(self.material)

    @property
    def text(self) -> str:
        """The body of the lesson."""
        body = stored_value(self.material, "text")
        return body.output_relative_to(self.material) if body is not None else ""

    @property
    def transcript(self) -> list[str]:
        """What is said, by lines."""
        lines = (stored_value(self.material, "transcript") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def is_done(self) -> bool:
        """Whether it was read already."""
        return self.step is not None and self.learning.is_done(self.step)
