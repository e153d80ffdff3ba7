"""Sentences for students and teachers: English in the code, other languages in gettext catalogues in `locale/`.

`sentences.say` makes a `text.Text` of a sentence; `catalogue` finds and reads the catalogues. CONTRIBUTING.md says how
to change a translation and how to add a language.
"""
