package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const source = "# Title\n\nThe answer is `42` and `-1.5`.\n\n```go\nfmt.Println(42, -1.5)\n```\n\nMore.\n\n```go silent\nfunc f() {}\n```\n\n```sh\nls\n```\n"

func TestParse(t *testing.T) {
	cells, err := parse(source)
	if err != nil {
		t.Fatal(err)
	}
	want := []cell{
		{text: "# Title\n\nThe answer is `42` and `-1.5`.", line: 1},
		{code: true, text: "fmt.Println(42, -1.5)", line: 6},
		{text: "More.", line: 8},
		{code: true, silent: true, text: "func f() {}", line: 12},
		{text: "```sh\nls\n```", line: 14},
	}
	if len(cells) != len(want) {
		t.Fatalf("%d cells, want %d: %+v", len(cells), len(want), cells)
	}
	for i := range want {
		if cells[i] != want[i] {
			t.Errorf("cell %d: got %+v, want %+v", i, cells[i], want[i])
		}
	}
	if _, err := parse("text\n```go\nx := 1\n"); err == nil {
		t.Error("code without an end: no error")
	}
}

// TestCheck has Jupyter's answers, good and bad, as the kernel gives them.
func TestCheck(t *testing.T) {
	const good = `{"output_type": "stream", "name": "stdout", "text": ["42 -1.5\n"]}`
	for _, test := range []struct {
		name, outputs, silent string
		want                  string // part of the error; empty for none
	}{
		{"good", good, "", ""},
		{"in pieces", `{"output_type": "stream", "name": "stdout", "text": "42 -"}, {"output_type": "stream", "name": "stdout", "text": "1.5\n"}`, "", ""},
		{"a panic", good + `, {"output_type": "stream", "name": "stderr", "text": ["panic: no\n", "exit status 2\n"]}`, "", "standard error: panic: no"},
		{"an exit", good + `, {"output_type": "stream", "name": "stderr", "text": ["exit status 3\n"]}`, "", "exit status 3"},
		{"does not compile", `{"output_type": "error", "ename": "ERROR", "evalue": "undefined: x", "traceback": []}`, "", "undefined: x"},
		{"nothing shown", "", "", "shows nothing"},
		{"the silent one speaks", good, good, "a silent cell"},
		{"another number", `{"output_type": "stream", "name": "stdout", "text": ["421 -1.5\n"]}`, "", "the text says 42,"},
		{"a longer number", `{"output_type": "stream", "name": "stdout", "text": ["42 -1.57\n"]}`, "", "the text says -1.5,"},
		{"a figure too many", good + `, {"output_type": "display_data", "data": {"image/svg+xml": "<svg/>"}, "metadata": {}}`, "", "1 figures, want 0"},
		{"a path", good + `, {"output_type": "display_data", "data": {"text/html": "` + t.TempDir() + `"}, "metadata": {}}`, "", "a path of this machine"},
	} {
		cells, err := parse(source)
		if err != nil {
			t.Fatal(err)
		}
		var executed notebook
		answer := `{"cells": [{}, {}, {"outputs": []}, {"outputs": [` + test.outputs + `]}, {}, {"outputs": [` + test.silent + `]}, {}]}`
		if err := json.Unmarshal([]byte(answer), &executed); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		n := unexecuted(cells)
		if err := n.fill(executed); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		err = check(cells, n)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: got error %v, want %q", test.name, err, test.want)
		}
	}
}

// TestNotebookCarriesNothingElse: what executed a notebook leaves no trace in it.
func TestNotebookCarriesNothingElse(t *testing.T) {
	cells, err := parse(source)
	if err != nil {
		t.Fatal(err)
	}
	var executed notebook
	answer := `{"metadata": {"language_info": {"version": "go1.99"}}, "cells": [{}, {}, {"outputs": []},
		{"metadata": {"execution": {"iopub.execute_input": "2001-01-01"}}, "execution_count": 17, "outputs": [{"output_type": "stream", "name": "stdout", "text": "42 -1.5\n"}]},
		{}, {"outputs": []}, {}]}`
	if err := json.Unmarshal([]byte(answer), &executed); err != nil {
		t.Fatal(err)
	}
	n := unexecuted(cells)
	if err := n.fill(executed); err != nil {
		t.Fatal(err)
	}
	out, err := encode(n, " ")
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"go1.99", "2001-01", ": 17"} {
		if strings.Contains(string(out), trace) {
			t.Errorf("the notebook has %q in it", trace)
		}
	}
	if !strings.Contains(string(out), `"execution_count": 2`) {
		t.Error("the second cell of code has no number 2")
	}
}
