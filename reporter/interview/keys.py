"""Keys of the repainted prompts: stopping, going back, and what Enter means in a text of many lines."""

from __future__ import annotations

from prompt_toolkit.application import get_app
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, has_completions
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from reporter.interview.question import BACK


@Condition
def _nothing_typed() -> bool:
    return not get_app().current_buffer.text


def leaving_keys(*, can_go_back: bool) -> KeyBindings:
    """Return the keys of every prompt: Ctrl-C and, where nothing is typed, Ctrl-D stop; Shift-Tab goes back."""
    keys = KeyBindings()

    @keys.add("<sigint>", eager=True)
    @keys.add("c-d", eager=True, filter=_nothing_typed)
    def _stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    if can_go_back:

        @keys.add("s-tab", eager=True, filter=~has_completions)
        def _back(event: KeyPressEvent) -> None:
            event.app.exit(result=BACK)

    return keys


def enter_keys(default: str) -> KeyBindings:
    """Return the keys of a text of many lines: Enter ends it on an empty last line and on what was offered."""
    keys = KeyBindings()

    @keys.add("enter", eager=True)
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif not _is_pasting(event) and (buffer.text == default or _at_empty_end(buffer.document)):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def _is_pasting(event: KeyPressEvent) -> bool:
    """Whether text stands behind this Enter already: a paste into a terminal that does not bracket pastes."""
    return any(len(press.key) == 1 for press in event.key_processor.input_queue)


def _at_empty_end(document: Document) -> bool:
    return document.is_cursor_at_the_end and not document.current_line.strip()
