DROP TABLE IF EXISTS stock_adjustment_items;

DROP TABLE IF EXISTS stock_adjustments;
