#pragma once

#include "core/lossless/tree.h"

// What a format has to know: how it is read, and how one change could be written. The caller reads the result
// back. Texts are without byte-order mark.
namespace gw::lossless {

struct Written
{
    std::string text;
    std::optional<Problem> problem;
};

ReadText readJson(std::string_view text);
Written changeJson(std::string_view text, const Node &root, const Edit &edit);
// Behind blanks, line ends and comments.
std::size_t skipJsonBlanks(std::string_view text, std::size_t offset);

ReadText readToml(std::string_view text);
Written changeToml(std::string_view text, const Node &root, const Edit &edit);

ReadText readDotEnv(std::string_view text);
Written changeDotEnv(std::string_view text, const Node &root, const Edit &edit);

ReadText readShell(std::string_view text);
Written changeShell(std::string_view text, const Node &root, const Edit &edit);

// Of one text, in any order, not overlapping.
struct Change
{
    std::size_t at = 0;
    std::size_t removed = 0;
    std::string inserted;
};
std::string changed(std::string_view text, std::vector<Change> changes);

}   // namespace gw::lossless
