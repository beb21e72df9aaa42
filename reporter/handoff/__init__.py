"""From the finished bundle to the place it goes: browser, gh, mail draft, clipboard; one door for subprocesses."""
