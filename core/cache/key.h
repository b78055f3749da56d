#pragma once

#include "core/cache/canonicaljson.h"
#include "core/chat/call.h"
#include "core/wire/headers.h"

#include <string>
#include <string_view>
#include <vector>

namespace gw::cache {

// What an answer depends on beside the call itself.
struct KeyParts
{
    std::string_view group;   // Of deployments that answer alike.
    std::string_view scope;   // Who shares answers; empty: everybody.
    const wire::Headers *headers = nullptr;
    // JSON text that stands for the call's "input"; empty: the call's own counts.
    std::string_view input = {};
};

// Says what shapes an answer: the same for requests that differ only in white space, in the order of members,
// in who asks or in whether the answer is streamed. Keeps its buffers for the next call; belongs to one
// thread.
class KeyText
{
public:
    // False where that cannot be said.
    bool write(const chat::Call &call, const KeyParts &parts);
    // Of the last call; valid until the next one.
    std::string_view text() const noexcept { return m_text; }

private:
    void append(std::string_view text);
    bool appendMembers(const chat::Call &call, std::string_view input);
    void appendForm(const chat::Call &call);

    std::string m_text;
    std::vector<const chat::Member *> m_members;
    CanonicalJson m_json;
};

}   // namespace gw::cache
