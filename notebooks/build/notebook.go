package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A notebook is a document of nbformat 4.5.
type notebook struct {
	Cells         []nbCell `json:"cells"`
	Metadata      metadata `json:"metadata"`
	NBFormat      int      `json:"nbformat"`
	NBFormatMinor int      `json:"nbformat_minor"`
}

type metadata struct {
	KernelSpec   map[string]string `json:"kernelspec"`
	LanguageInfo map[string]string `json:"language_info"`
}

type nbCell struct {
	CellType       string          `json:"cell_type"`
	ExecutionCount json.RawMessage `json:"execution_count,omitempty"` // null or a number in code, absent in text
	ID             string          `json:"id"`
	Metadata       struct{}        `json:"metadata"`
	Outputs        *[]output       `json:"outputs,omitempty"`
	Source         lines           `json:"source"`
}

// An output is a stream of text, something displayed or an error.
type output struct {
	Data       map[string]lines `json:"data,omitempty"`
	Metadata   *struct{}        `json:"metadata,omitempty"`
	Name       string           `json:"name,omitempty"`
	OutputType string           `json:"output_type"`
	Text       lines            `json:"text,omitempty"`
	EName      string           `json:"ename,omitempty"`
	EValue     string           `json:"evalue,omitempty"`
	Traceback  []string         `json:"traceback,omitempty"`
}

// Lines is text; in a file it is a list of lines, or one string.
type lines string

// MarshalJSON implements [json.Marshaler].
func (l lines) MarshalJSON() ([]byte, error) {
	return encode(strings.SplitAfter(strings.TrimSuffix(string(l), "\n"), "\n"), "")
}

// UnmarshalJSON implements [json.Unmarshaler].
func (l *lines) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*l = lines(one)
		return nil
	}
	var many []string
	err := json.Unmarshal(data, &many)
	*l = lines(strings.Join(many, ""))
	return err
}

// setup is the first cell of all notebooks: the kernel builds each cell within a
// module of its own, which is to know what the notebooks' module knows.
const setup = `%noautoget
!*cp $GONB_DIR/go.mod $GONB_DIR/go.sum . && go mod edit -module=cells \
    -require=github.com/bayeskit/bayeskit/notebooks@v0.0.0 \
    -replace=github.com/bayeskit/bayeskit/notebooks=$GONB_DIR \
    -replace=github.com/bayeskit/bayeskit=$(dirname $GONB_DIR)`

// before stands before the setup, for those who wonder.
const before = "*The next cell tells the Go kernel where the library is. It is the same in every notebook.*"

// unexecuted returns the notebook that has the cells, and no outputs. The cell that
// sets the kernel up comes after the text before the first code.
func unexecuted(cells []cell) notebook {
	n := notebook{
		Metadata: metadata{
			KernelSpec:   map[string]string{"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
			LanguageInfo: map[string]string{"file_extension": ".go", "mimetype": "text/x-go", "name": "go"},
		},
		NBFormat: 4, NBFormatMinor: 5,
	}
	for _, c := range withSetup(cells) {
		out := nbCell{CellType: "markdown", ID: fmt.Sprintf("cell-%02d", len(n.Cells)+1), Source: lines(c.text)}
		if c.code {
			out.CellType, out.ExecutionCount, out.Outputs = "code", json.RawMessage("null"), &[]output{}
		}
		n.Cells = append(n.Cells, out)
	}
	return n
}

func withSetup(cells []cell) []cell {
	first := 0
	for first < len(cells) && !cells[first].code {
		first++
	}
	all := append([]cell(nil), cells[:first]...)
	all = append(all, cell{text: before, line: 1}, cell{code: true, silent: true, text: setup, line: 1})
	return append(all, cells[first:]...)
}

// fill takes the outputs of an executed notebook over into n: of each cell what it
// printed, in one piece, and after it what it displayed. Nothing else comes along:
// neither times nor the versions of what executed it.
func (n *notebook) fill(executed notebook) error {
	if len(executed.Cells) != len(n.Cells) {
		return fmt.Errorf("%d cells went in and %d came back", len(n.Cells), len(executed.Cells))
	}
	count := 0
	for i, c := range executed.Cells {
		if c.Outputs == nil {
			continue
		}
		count++
		n.Cells[i].ExecutionCount = json.RawMessage(strconv.Itoa(count))
		printed := map[string]string{}
		var shown []output
		for _, o := range *c.Outputs {
			switch o.OutputType {
			case "stream":
				printed[o.Name] += string(o.Text)
			case "display_data", "execute_result":
				shown = append(shown, output{OutputType: "display_data", Data: o.Data, Metadata: &struct{}{}})
			default:
				shown = append(shown, o)
			}
		}
		outputs := []output{}
		for _, name := range []string{"stdout", "stderr"} {
			if printed[name] != "" {
				outputs = append(outputs, output{OutputType: "stream", Name: name, Text: lines(printed[name])})
			}
		}
		outputs = append(outputs, shown...)
		n.Cells[i].Outputs = &outputs
	}
	return nil
}

// encode returns v as JSON in which < and > are themselves.
func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	err := e.Encode(v)
	return b.Bytes(), err
}
