"""Where else does it do the same? Similar moments of a corpus, by state or by pattern, each module one step of it.

After LSTMVis (Strobelt, Gehrmann, Pfister & Rush 2018, IEEE TVCG 24(1)): select, match, check against labels.
"""
