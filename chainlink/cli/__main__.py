"""`python -m chainlink.cli`: the commands where no script is installed."""

from chainlink.cli.entry import main

main()
