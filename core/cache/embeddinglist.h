#pragma once

#include "core/cache/entry.h"
#include "core/chat/call.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::cache {

// A request for the vectors of one or several texts, cached text by text (CONTRACT 2.10): what is known comes
// from the cache, the provider is asked for the rest. Speaks OpenAI's shape on both sides, as clients do.
// Belongs to one thread.
class EmbeddingList
{
public:
    // Nothing where the call is no such request, or its input is nothing that could be taken apart.
    static std::optional<EmbeddingList> of(const chat::Call &call);

    std::size_t size() const noexcept { return m_items.size(); }
    // JSON text of one input: a string or an array of tokens.
    const std::string &input(std::size_t item) const { return m_items[item].input; }
    bool has(std::size_t item) const { return !m_items[item].vector.empty(); }
    bool complete() const;
    bool knowsAny() const;
    // Tokens of what came from the cache.
    std::int64_t knownTokens() const;

    // What store() gave for that input. False: not readable, so it stays unknown.
    bool load(std::size_t item, const Entry &entry);
    // The vector and its tokens, as bytes of an entry. Of items that are known.
    std::string store(std::size_t item) const;

    // The request's body with the unknown inputs only.
    std::string rest(std::string body) const;
    // As if nothing were known.
    void forget();
    // Takes the vectors out of the provider's answer to rest(), and says which inputs they belong to; then
    // all are known. Nothing, and nothing is taken, when it does not answer all of them.
    std::optional<std::vector<std::size_t>> take(std::string answer);
    // The answer to the request, all being known: the taken one with the others put in, or one made here for
    // that model.
    std::string answer(std::string_view model) const;

private:
    struct Item
    {
        std::string input;
        std::string vector;   // JSON object of the answer's "data"; empty: unknown.
        std::int64_t tokens = 0;
        bool cached = false;
    };
    explicit EmbeddingList(std::vector<Item> items)
        : m_items(std::move(items))
    {}

    std::vector<Item> m_items;
    std::string m_taken;   // The provider's answer.
};

}   // namespace gw::cache
