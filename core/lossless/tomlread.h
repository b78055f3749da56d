#pragma once

#include "core/lossless/tree.h"

namespace gw::lossless {

// A line of a TOML file that says something, with the lines it goes on over.
struct TomlStatement
{
    enum class Kind : std::uint8_t { Value, Header, ListHeader };

    Kind kind = Kind::Value;
    std::vector<std::string> table;   // That it stands in; of a header, its own.
    std::vector<std::string> key;     // Of a value; several parts when it is dotted.
    bool inList = false;              // The table is a member of a list of tables.
    std::size_t begin = 0;            // Of its first line.
    std::size_t next = 0;             // Behind the line end of its last.
};

// Tables that are made by headers or dotted keys begin at kNowhere; inline ones have their places.
struct TomlText
{
    Node root;
    std::vector<TomlStatement> statements;
    std::optional<Problem> problem;
};

TomlText scanToml(std::string_view text);

}   // namespace gw::lossless
