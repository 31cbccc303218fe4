// Command asm writes the assembly of package kernel. It is a module of its own,
// so that its library stays out of the one that people import.
package main

import (
	"flag"
	"log"

	. "github.com/mmcloughlin/avo/build"
)

func main() {
	set := flag.String("set", "", "which routines to write: gemm, pack, slopes, vector or vmath")
	flag.Parse()
	routines, ok := map[string]func(){"gemm": gemm, "pack": pack, "slopes": slopes, "vector": vector, "vmath": vmath}[*set]
	if !ok {
		log.Fatalf("-set %q: want gemm, pack, slopes, vector or vmath", *set)
	}
	routines()
	Generate()
}
