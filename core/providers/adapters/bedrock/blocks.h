#pragma once

#include "core/providers/adapter.h"

#include <set>
#include <string>

// Content blocks of the Messages API as blocks of Converse
// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html). A conversation is
// first put together as for Anthropic, whose rules on turns, results and marks Converse shares.
namespace gw::providers::bedrock {

class BlockWriter
{
public:
    // media: what was fetched for pictures and documents that the request names by URL; may be null.
    explicit BlockWriter(const MediaByUrl *media)
        : m_media(media)
    {}

    // The content of one message, cache points included. BadRequest for what Converse cannot hold.
    Result<json::Array> write(const json::Array &blocks);

private:
    Result<std::optional<json::Object>> writeBlock(const json::Object &block);
    Result<std::optional<json::Object>> writeMedia(const json::Object &block);
    Result<json::Object> writeToolResult(const json::Object &block);
    // Documents need a name of their own each, of few characters.
    std::string documentName(std::string_view title);

    const MediaByUrl *m_media;
    std::set<std::string> m_names;
};

// The cache point that a cache_control stands for; nothing without one.
std::optional<json::Object> cachePoint(const json::Object &block);
// "application/pdf" is "pdf"; empty for types that Converse does not know.
std::string_view formatFor(std::string_view type);

}   // namespace gw::providers::bedrock
