"""An assessment in words: the same sentences for the screens, the command line and exports."""
