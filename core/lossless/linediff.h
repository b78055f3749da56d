#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::lossless {

// Lines [aBegin, aEnd) of one text stand where another has [bBegin, bEnd).
struct Hunk
{
    std::size_t aBegin = 0;
    std::size_t aEnd = 0;
    std::size_t bBegin = 0;
    std::size_t bEnd = 0;
};

// With their line ends.
std::vector<std::string_view> linesOf(std::string_view text);
// What differs, in order; what stands between two hunks is equal.
std::vector<Hunk> diffLines(const std::vector<std::string_view> &a, const std::vector<std::string_view> &b);
// As "diff -u" shows it; empty when nothing differs. A line without an end is marked.
std::string unifiedDiff(std::string_view before, std::string_view after, const std::string &name,
                        std::size_t context = 3);
// base with the changes of both; nothing when both have changed the same lines.
std::optional<std::string> mergeLines(std::string_view base, std::string_view one, std::string_view other);

}   // namespace gw::lossless
