#include "core/lossless/linediff.h"

#include "core/base/commonparts.h"

#include <algorithm>

namespace gw::lossless {

namespace {

using Lines = std::vector<std::string_view>;

// Beyond this many pairs the middle counts as one change; files of settings are far from it.
constexpr std::size_t kMaxPairs = 16'000'000;

std::string marked(char mark, std::string_view line)
{
    std::string out(1, mark);
    out += line;
    if (!line.ends_with('\n'))
        out += "\n\\ No newline at end of file\n";
    return out;
}

}   // namespace

std::vector<std::string_view> linesOf(std::string_view text)
{
    Lines out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
        out.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return out;
}

std::vector<Hunk> diffLines(const Lines &a, const Lines &b)
{
    const auto equal = [&](std::size_t i, std::size_t k) { return a[i] == b[k]; };
    auto common = commonParts(a.size(), b.size(), equal, kMaxPairs);
    common.emplace_back(a.size(), b.size());
    std::vector<Hunk> out;
    std::size_t i = 0;
    std::size_t k = 0;
    for (const auto &[nextA, nextB] : common) {
        if (nextA > i || nextB > k)
            out.push_back({i, nextA, k, nextB});
        i = nextA + 1;
        k = nextB + 1;
    }
    return out;
}

std::string unifiedDiff(std::string_view before, std::string_view after, const std::string &name,
                        std::size_t context)
{
    const Lines a = linesOf(before);
    const Lines b = linesOf(after);
    const std::vector<Hunk> hunks = diffLines(a, b);
    if (hunks.empty())
        return {};
    std::string out = "--- " + name + "\n+++ " + name + "\n";
    for (std::size_t first = 0; first < hunks.size();) {
        std::size_t last = first;
        while (last + 1 < hunks.size() && hunks[last + 1].aBegin - hunks[last].aEnd <= 2 * context)
            ++last;
        const std::size_t lead = std::min(context, hunks[first].aBegin);
        const std::size_t tail = std::min(context, a.size() - hunks[last].aEnd);
        const std::size_t aBegin = hunks[first].aBegin - lead;
        const std::size_t bBegin = hunks[first].bBegin - lead;
        const std::size_t aCount = hunks[last].aEnd + tail - aBegin;
        const std::size_t bCount = hunks[last].bEnd + tail - bBegin;
        const auto range = [](std::size_t begin, std::size_t count) {
            return std::to_string(count == 0 ? begin : begin + 1) +
                   (count == 1 ? "" : "," + std::to_string(count));
        };
        out += "@@ -" + range(aBegin, aCount) + " +" + range(bBegin, bCount) + " @@\n";
        std::size_t at = aBegin;
        for (; first <= last; ++first) {
            for (; at < hunks[first].aBegin; ++at)
                out += marked(' ', a[at]);
            for (; at < hunks[first].aEnd; ++at)
                out += marked('-', a[at]);
            for (std::size_t k = hunks[first].bBegin; k < hunks[first].bEnd; ++k)
                out += marked('+', b[k]);
        }
        for (std::size_t end = at + tail; at < end; ++at)
            out += marked(' ', a[at]);
    }
    return out;
}

std::optional<std::string> mergeLines(std::string_view base, std::string_view one, std::string_view other)
{
    const Lines lines = linesOf(base);
    const Lines ones = linesOf(one);
    const Lines others = linesOf(other);
    const std::vector<Hunk> mine = diffLines(lines, ones);
    const std::vector<Hunk> theirs = diffLines(lines, others);
    std::string out;
    std::size_t at = 0;
    auto m = mine.begin();
    auto t = theirs.begin();
    while (m != mine.end() || t != theirs.end()) {
        const bool takeMine =
            t == theirs.end() ||
            (m != mine.end() && (m->aBegin < t->aBegin || (m->aBegin == t->aBegin && m->aEnd <= t->aEnd)));
        const Hunk &hunk = takeMine ? *m : *t;
        if (hunk.aBegin < at)
            return std::nullopt;
        for (; at < hunk.aBegin; ++at)
            out += lines[at];
        const Lines &from = takeMine ? ones : others;
        for (std::size_t k = hunk.bBegin; k < hunk.bEnd; ++k)
            out += from[k];
        at = hunk.aEnd;
        if (takeMine)
            ++m;
        else
            ++t;
    }
    for (; at < lines.size(); ++at)
        out += lines[at];
    return out;
}

}   // namespace gw::lossless
