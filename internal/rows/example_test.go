package rows_test

import (
	"fmt"
	"io"
	"strings"

	"github.com/bayeskit/bayeskit/internal/rows"
)

func ExampleReader() {
	r, err := rows.New(strings.NewReader("name;clicked\n\"Doe; Ann\";1\nRoe;0\nPoe;maybe\n"), "clicks.csv", rows.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	col, err := r.Column("clicked")
	if err != nil {
		fmt.Println(err)
		return
	}
	for r.Next() {
		switch cell := r.Field(col); string(cell) {
		case "0", "1":
			fmt.Printf("line %d: %s: %s\n", r.Line(), r.Field(0), cell)
		default:
			fmt.Println(r.Errorf(col, cell, "use --column clicked=LEVEL to name the success", "is not 0 or 1"))
		}
	}
	if err := r.Err(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// line 2: Doe; Ann: 1
	// line 3: Roe: 0
	// clicks.csv:4: column "clicked": "maybe" is not 0 or 1: use --column clicked=LEVEL to name the success
}

func ExampleReader_Floats() {
	r, err := rows.New(strings.NewReader("seconds\n12.5\nNA\n7.25\n"), "times.csv", rows.Options{SkipNA: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	var buf [1024]float64
	sum := 0.0
	for {
		n, err := r.Floats(0, buf[:])
		for _, x := range buf[:n] {
			sum += x
		}
		if err == io.EOF {
			break
		} else if err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Printf("%v over %d rows, %d left out\nsha256 %.8s\n", sum, r.Rows(), r.Skipped(), r.Digest())
	// Output:
	// 19.75 over 3 rows, 1 left out
	// sha256 4db8d811
}
