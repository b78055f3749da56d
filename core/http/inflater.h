#pragma once

#include <cstddef>
#include <string>
#include <string_view>

struct z_stream_s;

namespace gw::http {

// Inflates a gzip or deflate request body piece by piece.
class Inflater
{
public:
    enum class Coding { Gzip, Deflate };
    enum class Outcome { Ok, TooLarge, Corrupt };

    Inflater(Coding coding, std::size_t limit, std::size_t ratio);
    ~Inflater();
    Inflater(const Inflater &) = delete;
    Inflater &operator=(const Inflater &) = delete;

    // Appends what bytes inflate to.
    Outcome feed(std::string_view bytes, std::string &out);
    // True when the coded stream has come to its end.
    bool complete() const { return m_ended; }

private:
    bool restart(int windowBits);

    z_stream_s *m_stream;
    Coding m_coding;
    std::size_t m_limit;
    std::size_t m_ratio;
    std::size_t m_taken = 0;
    bool m_usable = false;
    bool m_ended = false;
};

}   // namespace gw::http
