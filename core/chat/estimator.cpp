#include "core/chat/estimator.h"

#include <algorithm>
#include <cmath>

namespace gw::chat {

namespace {

// A moving average that forgets after about 50 answers.
constexpr double kWeight = 1.0 / 50;
constexpr std::size_t kMaxModels = 4096;
constexpr std::int64_t kTokensPerMessage = 4;
constexpr std::int64_t kTokensPerImage = 1600;

void moveTowards(double &rate, double bytes, double tokens)
{
    const double seen = std::clamp(bytes / tokens, 0.5, 64.0);
    rate += (seen - rate) * kWeight;
}

std::int64_t divided(double bytes, double rate)
{
    return static_cast<std::int64_t>(std::ceil(bytes / rate));
}

}   // namespace

std::int64_t Estimator::tokensOf(std::string_view text)
{
    std::int64_t narrow = 0;
    std::int64_t wide = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xe3 && byte <= 0xed)
            ++wide;   // Lead byte of three: CJK and its neighbours.
        else if (byte < 0x80 || (byte >= 0xc0 && byte < 0xe3) || byte > 0xed)
            ++narrow;
    }
    return wide + divided(static_cast<double>(narrow), kDefaultBytesPerToken);
}

std::int64_t Estimator::tokensOf(const CanonicalRequest &canonical)
{
    const auto textOrList = [](const json::Value &value) {
        if (value.is_string())
            return tokensOf(std::string_view(value.get_string()));
        const json::Array *list = value.if_array();
        // A list of numbers is tokens already.
        if (list && !list->empty() && list->front().is_number())
            return static_cast<std::int64_t>(list->size());
        return tokensOf(json::serialize(value));
    };
    if (const auto *completion = std::get_if<CompletionRequest>(&canonical))
        return textOrList(completion->prompt);
    if (const auto *embedding = std::get_if<EmbeddingRequest>(&canonical))
        return textOrList(embedding->input);
    if (const auto *rerank = std::get_if<RerankRequest>(&canonical))
        return textOrList(rerank->query) + textOrList(json::Value(rerank->documents));
    const auto &request = std::get<Request>(canonical);
    std::int64_t tokens = 0;
    for (const Message &message : request.messages) {
        tokens += kTokensPerMessage;
        for (const Part &part : message.parts) {
            if (part.kind == Part::Kind::Image || part.kind == Part::Kind::File)
                tokens += kTokensPerImage;
            else
                tokens += tokensOf(part.text);
        }
        for (const ToolCall &call : message.toolCalls)
            tokens += tokensOf(call.name) + tokensOf(call.arguments);
    }
    for (const Tool &tool : request.tools) {
        if (tool.raw) {
            tokens += tokensOf(json::serialize(*tool.raw));
            continue;
        }
        tokens += tokensOf(tool.name) + tokensOf(tool.description.value_or(""));
        if (tool.parameters)
            tokens += tokensOf(json::serialize(*tool.parameters));
    }
    return tokens;
}

const Estimator::Rates *Estimator::find(std::string_view model) const
{
    const auto it = m_rates.find(std::string(model));
    return it == m_rates.end() ? nullptr : &it->second;
}

double Estimator::inputBytesPerToken(std::string_view model) const
{
    const Rates *rates = find(model);
    return rates ? rates->input : kDefaultBytesPerToken;
}

double Estimator::outputBytesPerToken(std::string_view model) const
{
    const Rates *rates = find(model);
    return rates ? rates->output : kDefaultBytesPerToken;
}

std::int64_t Estimator::estimateInput(std::string_view model, std::size_t bodyBytes) const
{
    return divided(static_cast<double>(bodyBytes), inputBytesPerToken(model));
}

std::int64_t Estimator::estimateOutput(std::string_view model, std::int64_t textBytes) const
{
    return divided(static_cast<double>(textBytes), outputBytesPerToken(model));
}

void Estimator::learn(const std::string &model, std::size_t bodyBytes, std::int64_t inputTokens,
                      std::int64_t textBytes, std::int64_t outputTokens)
{
    if (m_rates.size() >= kMaxModels && !m_rates.contains(model))
        return;
    Rates &rates = m_rates[model];
    if (inputTokens > 0 && bodyBytes > 0)
        moveTowards(rates.input, static_cast<double>(bodyBytes), static_cast<double>(inputTokens));
    if (outputTokens > 0 && textBytes > 0)
        moveTowards(rates.output, static_cast<double>(textBytes), static_cast<double>(outputTokens));
}

}   // namespace gw::chat
