package main

import (
	"runtime/debug"
	"strings"
)

// version describes the program that is running: the module's version, the
// revision it was built from, and the toolchain.
func version(info *debug.BuildInfo, ok bool) string {
	if !ok {
		return "bayes, of unknown version"
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	v := info.Main.Version
	if v == "" {
		v = "(devel)"
	}
	line := "bayes " + v
	// A version made from a revision names it already.
	if rev := set["vcs.revision"]; rev != "" && !strings.Contains(v, rev[:min(12, len(rev))]) {
		line += " " + rev[:min(12, len(rev))]
	}
	if set["vcs.modified"] == "true" {
		line = strings.TrimSuffix(line, "+dirty") + " (modified)"
	}
	line += " " + info.GoVersion
	if set["GOOS"] != "" {
		line += " " + set["GOOS"] + "/" + set["GOARCH"]
	}
	return line
}
