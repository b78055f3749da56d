#pragma once

#include "core/base/json.h"
#include "core/config/yamlspans.h"
#include "core/config/yamltree.h"

#include <string>
#include <string_view>

// Values as YAML text, in the manner of the file they go to.
namespace gw::config {

struct WriteStyle
{
    std::string eol = "\n";
    std::size_t step = 2;       // Indentation of a map within a map.
    std::size_t listStep = 2;   // Of a list within a map.
};

// The manner of a text whose shape is root.
WriteStyle styleOf(std::string_view text, const Span &root);

// A double without an exponent (YAML 1.1 takes 3e-06 for a text); other values as JSON.
std::string numberText(const json::Value &value);
// One scalar on one line; texts in like's quotes where those can hold them, and without where they need none
// when like is None or Plain.
std::string scalarText(const json::Value &value, Span::Style like = Span::Style::None);
// Flow style on one line; with quoted keys and texts it is JSON too.
std::string flowText(const json::Value &value, bool quoted = true);
// What stands behind a key's ':' whose map is indented by indent: " text" or lines of its own. No line end
// behind the last line.
std::string blockValue(const json::Value &value, std::size_t indent, const WriteStyle &style);
// What stands behind the '-' of a list that is indented by indent.
std::string blockItem(const json::Value &value, std::size_t indent, const WriteStyle &style);
// The lines of a map or list, all but the first indented.
std::string blockLines(const json::Value &value, std::size_t indent, const WriteStyle &style);
// A literal block ("|") behind a key or dash of that indentation; empty for texts that it cannot hold.
std::string literalText(std::string_view text, std::size_t indent, const WriteStyle &style);

// The tree that reading the written value gives.
Node nodeOf(const json::Value &value);

}   // namespace gw::config
