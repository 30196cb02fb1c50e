"""Reports as text for people: plans, progress, references, inputs, permissions, comparisons, pages of codes.

In: reports, plans and the results of `workflow`. Out: text, colored with a `palette.Palette`, in the words of a
`messages.Wording`. `changes.entries` is what all formats with changes share. Nothing raises.
"""
