"""对接活动: sessions that bring the seven sectors together."""
