#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gw::cache {

// Writes JSON texts without their white space and with the members of each object sorted by their names, so
// that texts which differ in nothing else come out the same. Numbers and strings stay as they are written.
// Keeps its buffers for the next text; belongs to one thread.
class CanonicalJson
{
public:
    // False for what is no JSON, or deeper than 128; out is then of no use.
    bool append(std::string_view text, std::string &out);

private:
    struct Member
    {
        std::string_view name;   // Of the text, with its quotes.
        std::size_t begin = 0;   // In what is written.
        std::size_t end = 0;
    };

    void skipSpace();
    bool take(char c);
    bool value(int depth);
    bool string(std::string_view &raw);
    bool object(int depth);
    bool array(int depth);
    void sortMembers(std::size_t first, std::size_t begin);

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string *m_out = nullptr;
    std::vector<Member> m_members;   // Of all objects that are open.
    std::string m_unsorted;
};

}   // namespace gw::cache
