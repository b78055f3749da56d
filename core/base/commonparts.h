#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace gw {

// Places i of one sequence and k of another that hold the same, in order, as many as there can be (a longest
// common subsequence). equal(i, k) compares. Between equal beginnings and ends the work grows with the
// product of the lengths: beyond mostPairs of them nothing there counts as common. Any thread.
template <typename Equal>
std::vector<std::pair<std::size_t, std::size_t>> commonParts(std::size_t n, std::size_t m, Equal equal,
                                                             std::size_t mostPairs)
{
    std::vector<std::pair<std::size_t, std::size_t>> out;
    std::size_t head = 0;
    for (; head < n && head < m && equal(head, head); ++head)
        out.emplace_back(head, head);
    std::size_t tail = 0;
    while (tail < n - head && tail < m - head && equal(n - 1 - tail, m - 1 - tail))
        ++tail;
    const std::size_t rows = n - head - tail;
    const std::size_t columns = m - head - tail;
    if (rows > 0 && columns > 0 && rows <= mostPairs / columns) {
        // Lengths of what is common behind each pair of places.
        const std::size_t width = columns + 1;
        std::vector<std::uint32_t> lengths((rows + 1) * width, 0);
        for (std::size_t i = rows; i-- > 0;)
            for (std::size_t k = columns; k-- > 0;)
                lengths[i * width + k] = equal(head + i, head + k) ? lengths[(i + 1) * width + k + 1] + 1
                                                                   : std::max(lengths[(i + 1) * width + k],
                                                                              lengths[i * width + k + 1]);
        for (std::size_t i = 0, k = 0; i < rows && k < columns;) {
            if (equal(head + i, head + k))
                out.emplace_back(head + i++, head + k++);
            else if (lengths[(i + 1) * width + k] >= lengths[i * width + k + 1])
                ++i;
            else
                ++k;
        }
    }
    for (std::size_t i = tail; i > 0; --i)
        out.emplace_back(n - i, m - i);
    return out;
}

}   // namespace gw
