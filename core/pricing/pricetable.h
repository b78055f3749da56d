#pragma once

#include "core/pricing/price.h"

#include <memory>
#include <span>

namespace gw::pricing {

// Which deployment is to be priced, and when.
struct PriceQuery
{
    std::string_view provider;   // Id of the provider row ("openai").
    std::string_view model;      // Upstream name, with or without the provider's prefix.
    std::string_view baseUrl;    // Chooses between services that share an id; may be empty.
    std::int64_t unixUs = 0;     // Some prices change with the date or the hour (UTC).
};

// What the catalog knows about a model beside its prices. Zero or empty: unknown.
struct ModelFacts
{
    std::string id;
    std::string name;
    std::string mode;   // "chat" unless said otherwise.
    std::int64_t contextWindow = 0;
    std::int64_t maxOutput = 0;
    std::optional<bool> reasoning;
    std::optional<bool> tools;
    std::optional<bool> temperature;
    std::vector<std::string> inputs;   // "text", "image", "audio" ...
    std::string released;              // YYYY-MM-DD
    std::string shutdown;              // YYYY-MM-DD the provider switches it off.
    std::string replacement;
    std::string note;
    bool deprecated = false;
    bool estimated = false;
};

// The prices and facts of resources/catalog/models.json (documented beside it). Immutable after load; every
// function may be called from any thread.
class PriceTable
{
public:
    // Keeps a copy of text. Prices are read when they are looked up, so loading is one JSON parse.
    static Result<PriceTable> load(std::string_view text);
    // The table compiled into the program.
    static Result<PriceTable> builtin();

    PriceTable(PriceTable &&) noexcept;
    PriceTable &operator=(PriceTable &&) noexcept;
    ~PriceTable();

    const std::string &version() const noexcept;
    // Nothing when neither the provider, nor the one that owns the host, nor its fallback knows the model:
    // the request is unpriced. Costs microseconds to fractions of a millisecond; keep the answer.
    std::optional<Price> lookup(const PriceQuery &query) const;
    std::optional<ModelFacts> facts(const PriceQuery &query) const;
    // Everything the table lists for a provider, in file order.
    std::vector<ModelFacts> models(std::string_view provider) const;

private:
    struct Tree;
    explicit PriceTable(std::unique_ptr<Tree> tree);

    std::unique_ptr<Tree> m_tree;
};

}   // namespace gw::pricing
