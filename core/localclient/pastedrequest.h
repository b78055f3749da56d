#pragma once

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace gw::client {

// A request as somebody pastes it: a line for curl as shells and browsers write it, or a JSON body alone.
struct PastedRequest
{
    std::string path;    // "/v1/chat/completions"; guessed by the body where there is none.
    std::string query;   // Without "?".
    std::vector<std::pair<std::string, std::string>> headers;   // Without those that hold a key.
    std::string body;
    QString problem;   // In words for a user; empty: it could be read.
};

PastedRequest readPasted(const QString &text);

}   // namespace gw::client
