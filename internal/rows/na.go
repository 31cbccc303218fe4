package rows

// IsNA reports whether a cell, without the spaces around it, says that its value is missing: whether it is empty or one of
//
//	NA  N/A  n/a  #N/A  na  NaN  nan  NAN  null  NULL  Null  \N  .
//
// as R, pandas, spreadsheets, JSON, databases (\N) and SAS (.) write. Left out on purpose, because they are as often values: a lone
// - (a negative result), None (a category), 0, -9 and 999.
func IsNA(b []byte) bool {
	if len(b) > 4 || len(b) > 0 && b[0] <= ' ' {
		b = trim(b)
	}
	if len(b) > 4 {
		return false
	}
	if len(b) > 0 && b[len(b)-1] <= ' ' {
		b = trim(b)
	}
	switch string(b) {
	case "", "NA", "N/A", "n/a", "#N/A", "na", "NaN", "nan", "NAN", "null", "NULL", "Null", `\N`, ".":
		return true
	}
	return false
}

// trim returns b without spaces, tabs and carriage returns around it.
func trim(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
