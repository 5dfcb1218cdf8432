package dev.espalier.cli.report.statistics;

/** An interval estimate. */
public record Interval(double low, double high) {}
