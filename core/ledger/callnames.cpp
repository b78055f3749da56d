#include "core/ledger/callnames.h"

#include <algorithm>
#include <utility>

namespace gw::ledger {

std::string_view callTypeOf(std::string_view route)
{
    static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {"/v1/chat/completions", "acompletion"},
        {"/v1/completions", "atext_completion"},
        {"/v1/embeddings", "aembedding"},
        {"/v1/responses", "aresponses"},
        {"/v1/responses/compact", "aresponses"},
        {"/v1/messages", "anthropic_messages"},
        {"/v1/images/generations", "aimage_generation"},
        {"/v1/images/edits", "aimage_edit"},
        {"/v1/images/variations", "aimage_variation"},
        {"/v1/audio/speech", "aspeech"},
        {"/v1/audio/transcriptions", "atranscription"},
        {"/v1/audio/translations", "atranscription"},
        {"/v1/moderations", "amoderation"},
        {"/v1/rerank", "arerank"}};
    for (const auto &[ours, type] : kTypes) {
        if (route == ours)
            return type;
    }
    if (route.ends_with("mbedContent") || route.ends_with("mbedContents"))
        return "aembedding";
    if (route.starts_with("/v1beta/models"))
        return "agenerate_content";
    return "pass_through_endpoint";
}

std::vector<std::string> tagsOf(const OpenRecord &open)
{
    std::vector<std::string> tags;
    std::string_view rest = open.tags;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (comma > 0)
            tags.emplace_back(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return tags;
}

std::string joined(const std::vector<std::string> &list)
{
    std::string out;
    for (const std::string &item : list)
        out += (out.empty() ? "" : ",") + item;
    return out;
}

}   // namespace gw::ledger
