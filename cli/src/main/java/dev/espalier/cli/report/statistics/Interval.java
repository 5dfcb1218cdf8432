package dev.espalier.cli.report.statistics;

/**
 * An interval estimate.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {}
