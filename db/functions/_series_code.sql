-- The code of the series that a document's number is of: what stands between its kind and its day, such as '', 'GZ-' or 'GZ-T1-'.
CREATE FUNCTION _series_code(p_document_no VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin)
RETURNS VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin
DETERMINISTIC NO SQL
RETURN SUBSTRING(
    p_document_no, LOCATE('-', p_document_no) + 1,
    CHAR_LENGTH(p_document_no) - LOCATE('-', p_document_no) - CHAR_LENGTH(SUBSTRING_INDEX(p_document_no, '-', -1)) - 9)
