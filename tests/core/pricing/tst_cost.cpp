#include "core/pricing/cost.h"
#include "core/pricing/stated.h"

#include <QTest>

using namespace gw;
using namespace gw::pricing;
using chat::Usage;

namespace {

using Prices = std::map<std::string, std::string>;

struct Case
{
    const char *name;
    Usage usage;
    Prices prices;
    CostOptions options;
    std::int64_t pico;
    bool unpriced = false;
    Adjustment adjustment = {};
};

// USD per token, as users write them: 3 in, 15 out, 0.3 read, 3.75 and 6 write per million.
const Prices kSonnet{{"input_cost_per_token", "3e-06"},
                     {"output_cost_per_token", "1.5e-05"},
                     {"cache_read_input_token_cost", "3e-07"},
                     {"cache_creation_input_token_cost", "3.75e-06"},
                     {"cache_creation_input_token_cost_above_1hr", "6e-06"}};
// 1.25 in, 10 out, 0.125 read; above 200,000: 2.5, 15, 0.25.
const Prices kTiered{{"input_cost_per_token", "1.25e-06"},
                     {"output_cost_per_token", "1e-05"},
                     {"cache_read_input_token_cost", "1.25e-07"},
                     {"input_cost_per_token_above_200k_tokens", "2.5e-06"},
                     {"output_cost_per_token_above_200k_tokens", "1.5e-05"},
                     {"cache_read_input_token_cost_above_200k_tokens", "2.5e-07"}};
const Prices kPlain{{"input_cost_per_token", "0.00000015"}, {"output_cost_per_token", "0.0000006"}};
const Prices kTiny{{"input_cost_per_token", "5e-13"}, {"output_cost_per_token", "0"}};
const Prices kAudio{{"input_cost_per_token", "2.5e-06"},     {"output_cost_per_token", "1e-05"},
                    {"input_cost_per_audio_token", "4e-05"}, {"output_cost_per_audio_token", "8e-05"},
                    {"input_cost_per_image_token", "5e-06"}, {"output_cost_per_reasoning_token", "2e-05"}};
const Prices kServices{{"input_cost_per_token", "2e-06"},
                       {"output_cost_per_token", "8e-06"},
                       {"input_cost_per_token_priority", "3.5e-06"},
                       {"output_cost_per_token_priority", "1.4e-05"},
                       {"input_cost_per_token_flex", "1e-06"},
                       {"output_cost_per_token_batches", "3e-06"}};

// Each comment holds the sum in pico (10^-12 USD); a rate of 3e-06 USD is 3,000,000 pico a token.
const Case kCases[] = {
    // 1000 * 150,000 + 500 * 600,000 = 150,000,000 + 300,000,000
    {"input and output", {.input = 1000, .output = 500}, kPlain, {}, 450'000'000},
    // 1 * 150,000
    {"a single token", {.input = 1, .output = 0}, kPlain, {}, 150'000},
    {"no tokens", {.input = 0, .output = 0}, kPlain, {}, 0},
    // Output unknown: 1000 * 150,000
    {"embeddings have no output", {.input = 1000}, kPlain, {}, 150'000'000},
    // 10^12 * 150,000 = 1.5e17
    {"a trillion tokens", {.input = 1'000'000'000'000, .output = 0}, kPlain, {}, 150'000'000'000'000'000},
    // (10000 - 8000) * 3,000,000 + 8000 * 300,000 + 100 * 15,000,000 = 6e9 + 2.4e9 + 1.5e9
    {"cache reads are taken out of input",
     {.input = 10'000, .cacheRead = 8000, .output = 100},
     kSonnet,
     {},
     9'900'000'000},
    // 1000 * 3,000,000 + 2000 * 3,750,000 + 7000 * 300,000 = 3e9 + 7.5e9 + 2.1e9
    {"cache reads and writes",
     {.input = 10'000, .cacheRead = 7000, .cacheWrite = 2000, .output = 0},
     kSonnet,
     {},
     12'600'000'000},
    // 1000 * 3,000,000 + 4000 * 3,750,000 + 5000 * 6,000,000 = 3e9 + 15e9 + 30e9
    {"one-hour writes have their own rate",
     {.input = 10'000, .cacheWrite = 4000, .cacheWrite1h = 5000, .output = 0},
     kSonnet,
     {},
     48'000'000'000},
    // 10000 * 300,000
    {"everything read from cache",
     {.input = 10'000, .cacheRead = 10'000, .output = 0},
     kSonnet,
     {},
     3'000'000'000},
    // Remainder clamped to 0: 500 * 300,000 + 10 * 15,000,000 = 150e6 + 150e6
    {"more read from cache than input stays above zero",
     {.input = 100, .cacheRead = 500, .output = 10},
     kSonnet,
     {},
     300'000'000},
    // 60 reads and 60 writes in 100: 60 * 300,000 + 60 * 3,750,000 = 18e6 + 225e6
    {"parts beyond their total stay above zero",
     {.input = 100, .cacheRead = 60, .cacheWrite = 60, .output = 0},
     kSonnet,
     {},
     243'000'000},
    // Cache unpriced in kPlain: all at the input rate, 1000 * 150,000
    {"cache without a rate costs input",
     {.input = 1000, .cacheRead = 400, .cacheWrite = 100, .cacheWrite1h = 50, .output = 0},
     kPlain,
     {},
     150'000'000},
    // No 1 h rate: 100 * 1,250,000 + 900 * 2,000,000 = 125e6 + 1800e6
    {"one-hour writes without a rate cost writes",
     {.input = 1000, .cacheWrite1h = 900, .output = 0},
     {{"input_cost_per_token", "1.25e-06"},
      {"output_cost_per_token", "0.00001"},
      {"cache_creation_input_token_cost", "2e-06"}},
     {},
     1'925'000'000},
    // 200000 * 1,250,000 + 1000 * 10,000,000 = 250e9 + 10e9
    {"a tier does not begin at its threshold",
     {.input = 200'000, .output = 1000},
     kTiered,
     {},
     260'000'000'000},
    // 200001 * 2,500,000 + 1000 * 15,000,000 = 500,002,500,000 + 15e9
    {"one token above switches all tokens", {.input = 200'001, .output = 1000}, kTiered, {}, 515'002'500'000},
    // Total counts cached tokens: 1 * 2,500,000 + 200000 * 250,000 = 2,500,000 + 50e9
    {"cached tokens count towards the threshold",
     {.input = 200'001, .cacheRead = 200'000, .output = 0},
     kTiered,
     {},
     50'002'500'000},
    // Output alone never switches: 10 * 1,250,000 + 300000 * 10,000,000
    {"output does not count towards the threshold",
     {.input = 10, .output = 300'000},
     kTiered,
     {},
     3'000'012'500'000},
    // Tier lists only input: 200001 * 2,000,000 + 10 * 4,000,000 = 400,002e6 + 40e6
    {"a tier keeps what it does not list",
     {.input = 200'001, .output = 10},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "4e-06"},
      {"input_cost_per_token_above_200k_tokens", "2e-06"}},
     {},
     400'042'000'000},
    // 272,001 passes both tiers: 272001 * 3,000,000
    {"of two tiers the higher wins",
     {.input = 272'001, .output = 0},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "4e-06"},
      {"input_cost_per_token_above_272k_tokens", "3e-06"},
      {"input_cost_per_token_above_128k_tokens", "2e-06"}},
     {},
     816'003'000'000},
    // 128,001 passes the lower only: 128001 * 2,000,000
    {"between two tiers the lower holds",
     {.input = 128'001, .output = 0},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "4e-06"},
      {"input_cost_per_token_above_272k_tokens", "3e-06"},
      {"input_cost_per_token_above_128k_tokens", "2e-06"}},
     {},
     256'002'000'000},
    // 0.5 pico: to even 0
    {"half a pico rounds to even zero", {.input = 1, .output = 0}, kTiny, {}, 0},
    // 1.5 pico: to even 2
    {"one and a half rounds to even two", {.input = 3, .output = 0}, kTiny, {}, 2},
    // 2.5 pico: to even 2
    {"two and a half rounds to even two", {.input = 5, .output = 0}, kTiny, {}, 2},
    // 0.5 + 0.5 pico: rounded once, 1 (each line alone would give 0)
    {"the row is rounded, not its lines",
     {.input = 1, .output = 1},
     {{"input_cost_per_token", "5e-13"}, {"output_cost_per_token", "5e-13"}},
     {},
     1},
    // 100 * 20,000,000 + 400 * 10,000,000 + 10 * 2,500,000 = 2e9 + 4e9 + 25e6
    {"reasoning with its own rate",
     {.input = 10, .output = 500, .reasoning = 100},
     kAudio,
     {},
     6'025'000'000},
    // 500 * 600,000
    {"reasoning without a rate costs output",
     {.input = 0, .output = 500, .reasoning = 499},
     kPlain,
     {},
     300'000'000},
    // Remainder clamped: 600 * 20,000,000
    {"more reasoning than output stays above zero",
     {.input = 0, .output = 500, .reasoning = 600},
     kAudio,
     {},
     12'000'000'000},
    // 100 text * 2,500,000 + 300 audio * 40,000,000 + 20 text * 10,000,000 + 80 audio * 80,000,000
    // = 250e6 + 12e9 + 200e6 + 6.4e9
    {"audio both ways",
     {.input = 400, .audioIn = 300, .output = 100, .audioOut = 80},
     kAudio,
     {},
     18'850'000'000},
    // 50 * 2,500,000 + 250 * 5,000,000 = 125e6 + 1250e6
    {"images with their own token rate",
     {.input = 300, .imageIn = 250, .output = 0},
     kAudio,
     {},
     1'375'000'000},
    // 1000 * 3,500,000 + 100 * 14,000,000 = 3.5e9 + 1.4e9
    {"priority", {.input = 1000, .output = 100}, kServices, {.service = Service::Priority}, 4'900'000'000},
    // Flex input 1,000,000, output not listed 8,000,000: 1e9 + 800e6
    {"flex keeps what it does not list",
     {.input = 1000, .output = 100},
     kServices,
     {.service = Service::Flex},
     1'800'000'000},
    // Batch input half of 2,000,000, output own 3,000,000: 1e9 + 300e6
    {"batches cost half of what they do not list",
     {.input = 1000, .output = 100},
     kServices,
     {.service = Service::Batch},
     1'300'000'000},
    // 12.345 s * 100,000,000 pico = 1,234,500,000
    {"transcription by the second",
     {},
     {{"input_cost_per_second", "0.0001"}},
     {.secondsMilliIn = 12'345},
     1'234'500'000},
    // 1234 * 15,000,000
    {"speech by the character",
     {},
     {{"input_cost_per_character", "0.000015"}},
     {.charactersIn = 1234},
     18'510'000'000},
    // 3 * 0.04 USD
    {"pictures", {}, {{"output_cost_per_image", "0.04"}}, {.images = 3}, 120'000'000'000},
    // 2 * 0.002 USD
    {"rerank by the query", {}, {{"input_cost_per_query", "0.002"}}, {.queries = 2}, 4'000'000'000},
    // 1000 * 150,000 + 0.005 USD
    {"a fee for each request",
     {.input = 1000, .output = 0},
     {{"input_cost_per_token", "1.5e-07"}, {"output_cost_per_token", "6e-07"}, {"cost_per_request", "0.005"}},
     {.requests = 1},
     5'150'000'000},
    // 450,000,000 * 0.9 = 405,000,000
    {"a discount",
     {.input = 1000, .output = 500},
     kPlain,
     {},
     405'000'000,
     false,
     {.discountMillionths = 100'000}},
    // 450,000,000 * 0.9 * 1.1 = 445,500,000
    {"a margin on a discount",
     {.input = 1000, .output = 500},
     kPlain,
     {},
     445'500'000,
     false,
     {.discountMillionths = 100'000, .marginMillionths = 100'000}},
    // 450,000,000 + 1 pico
    {"a fixed margin",
     {.input = 1000, .output = 500},
     kPlain,
     {},
     450'000'001,
     false,
     {.marginFixed = {static_cast<Int128>(1'000'000'000'000'000)}}},
    {"both prices zero are free",
     {.input = 1000, .output = 500, .webSearches = 2},
     {{"input_cost_per_token", "0"}, {"output_cost_per_token", "0.0"}},
     {},
     0},
    // Only output has a price: 500 * 600,000, and the input is unknown.
    {"a missing input price is unknown, not free",
     {.input = 1000, .output = 500},
     {{"output_cost_per_token", "6e-07"}},
     {},
     300'000'000,
     true},
    {"no price at all", {.input = 1000, .output = 500}, {}, {}, 0, true},
    {"unknown usage", {}, kPlain, {}, 0, true},
    // 1000 * 150,000, and the searches have no rate.
    {"searches without a rate are unknown",
     {.input = 1000, .output = 0, .webSearches = 1},
     kPlain,
     {},
     150'000'000,
     true},
    {"pictures without a rate are unknown", {}, kPlain, {.images = 1}, 0, true},
    // 1000 * 3,500,000 + 200 * 14,000,000 of which reads cost input's: no rate of their own. 3.5e9 + 2.8e9
    {"priority prices cache reads as its input",
     {.input = 1000, .cacheRead = 600, .output = 200},
     kServices,
     {.service = Service::Priority},
     6'300'000'000},
    // Every rate halved, write and read too: 1000 * 1.5e6 + 2000 * 1.875e6 + 7000 * 0.15e6 + 100 * 7.5e6
    // = 1.5e9 + 3.75e9 + 1.05e9 + 0.75e9
    {"batches halve cache and output",
     {.input = 10'000, .cacheRead = 7000, .cacheWrite = 2000, .output = 100},
     kSonnet,
     {.service = Service::Batch},
     7'050'000'000},
    // Tier first, then half: 200001 * 1,250,000 + 1000 * 7,500,000 = 250,001,250,000 + 7.5e9
    {"batches halve the tier that was reached",
     {.input = 200'001, .output = 1000},
     kTiered,
     {.service = Service::Batch},
     257'501'250'000},
    // Flex has no rates here: 1000 * 150,000 + 500 * 600,000
    {"flex without rates is the standard",
     {.input = 1000, .output = 500},
     kPlain,
     {.service = Service::Flex},
     450'000'000},
    // Priority's own tier: 200001 * 5,000,000 + 10 * 20,000,000 = 1,000,005e6 + 200e6
    {"a service has tiers of its own",
     {.input = 200'001, .output = 10},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "4e-06"},
      {"input_cost_per_token_priority", "2e-06"},
      {"input_cost_per_token_above_200k_tokens_priority", "5e-06"},
      {"output_cost_per_token_above_200k_tokens_priority", "2e-05"}},
     {.service = Service::Priority},
     1'000'205'000'000},
    // 128001 * 2,000,000 + 1 * 1,000,000
    {"a tier above 128k",
     {.input = 128'001, .output = 1},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "1e-06"},
      {"input_cost_per_token_above_128k_tokens", "2e-06"}},
     {},
     256'003'000'000},
    // One-hour writes above 200k: 100000 * 2e-6 + 100001 * 8e-6 = 200,000e6 + 800,008e6
    {"one-hour writes have tiers",
     {.input = 200'001, .cacheWrite1h = 100'001, .output = 0},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "1e-06"},
      {"input_cost_per_token_above_200k_tokens", "2e-06"},
      {"cache_creation_input_token_cost_above_1hr", "4e-06"},
      {"cache_creation_input_token_cost_above_1hr_above_200k_tokens", "8e-06"}},
     {},
     1'000'008'000'000},
    // All three at once: (1000-100-200-300) * 3e6 + 100 * 0.3e6 + 200 * 3.75e6 + 300 * 6e6
    // = 1.2e9 + 30e6 + 750e6 + 1.8e9
    {"reads and both kinds of writes",
     {.input = 1000, .cacheRead = 100, .cacheWrite = 200, .cacheWrite1h = 300, .output = 0},
     kSonnet,
     {},
     3'780'000'000},
    // What Cohere bills, not what its model saw: 431 * 150,000 + 20 * 600,000 = 64,650,000 + 12,000,000
    {"billed units instead of tokens",
     {.input = 2190, .output = 20, .billedInput = 431, .billedOutput = 20},
     kPlain,
     {},
     76'650'000},
    // 10 * 150,000; nothing was written.
    {"billed input alone", {.input = 99, .output = 99, .billedInput = 10}, kPlain, {}, 1'500'000},
    // 1.5 s * 250,000,000 pico
    {"seconds made", {}, {{"output_cost_per_second", "0.00025"}}, {.secondsMilliOut = 1500}, 375'000'000},
    // A second is 1 pico: 0.5 pico rounds to even zero, 1.5 to two.
    {"half a second of one pico", {}, {{"input_cost_per_second", "1e-12"}}, {.secondsMilliIn = 500}, 0},
    {"one and a half seconds of one pico",
     {},
     {{"input_cost_per_second", "1e-12"}},
     {.secondsMilliIn = 1500},
     2},
    // 3 s * 100,000,000; the tokens that the answer told are not charged as well.
    {"seconds with a rate replace tokens",
     {.input = 100, .output = 20},
     {{"input_cost_per_token", "2.5e-06"},
      {"output_cost_per_token", "1e-05"},
      {"input_cost_per_second", "0.0001"}},
     {.secondsMilliIn = 3000},
     300'000'000},
    // No rate by the second: 4 * 2,500,000 + 10 * 40,000,000 + 4 * 10,000,000 = 10e6 + 400e6 + 40e6
    {"seconds without a rate leave the tokens",
     {.input = 14, .audioIn = 10, .output = 4},
     kAudio,
     {.secondsMilliIn = 3000},
     450'000'000},
    {"seconds without any rate are unknown", {}, kPlain, {.secondsMilliIn = 3000}, 0, true},
    // No rate by the character: 5 * 150,000 + 10 * 600,000
    {"characters without a rate leave the tokens",
     {.input = 5, .output = 10},
     kPlain,
     {.charactersIn = 20},
     6'750'000},
    {"characters without any rate are unknown", {}, kPlain, {.charactersIn = 20}, 0, true},
    // 40 * 20,000: token-priced rerank, the one search unit is not charged.
    {"a rerank by tokens",
     {.input = 40},
     {{"input_cost_per_token", "2e-08"}, {"output_cost_per_token", "2e-08"}},
     {.queries = 1},
     800'000},
    // 3 * 0.002 USD, whatever the tokens were.
    {"queries with a rate replace tokens",
     {.input = 1000},
     {{"input_cost_per_token", "1e-06"},
      {"output_cost_per_token", "1e-06"},
      {"input_cost_per_query", "0.002"}},
     {.queries = 3},
     6'000'000'000},
    // 50 * 5e6 + 250 * 10e6 + 1000 * 40e6 = 250e6 + 2.5e9 + 40e9
    {"pictures by tokens",
     {.input = 300, .imageIn = 250, .output = 1000},
     {{"input_cost_per_token", "5e-06"},
      {"output_cost_per_token", "4e-05"},
      {"input_cost_per_image_token", "1e-05"}},
     {.images = 1, .imageKind = "1024x1024 high"},
     42'750'000'000},
    // 2 * 0.04 USD, and the tokens are not charged as well.
    {"pictures with a rate replace tokens",
     {.input = 300, .output = 1000},
     {{"input_cost_per_token", "5e-06"},
      {"output_cost_per_token", "4e-05"},
      {"output_cost_per_image", "0.04"}},
     {.images = 2},
     80'000'000'000},
    // 2 * 0.01 + 0.005 USD
    {"a fee on top of pictures",
     {},
     {{"input_cost_per_image", "0.01"}, {"cost_per_request", "0.005"}},
     {.requests = 1, .images = 2},
     25'000'000'000},
    // No fee was agreed: 1000 * 150,000
    {"a request without a fee", {.input = 1000, .output = 0}, kPlain, {.requests = 1}, 150'000'000},
    // 450,000,000 * 0 + 7 pico
    {"a whole discount leaves the fixed margin",
     {.input = 1000, .output = 500},
     kPlain,
     {},
     7,
     false,
     {.discountMillionths = 1'000'000, .marginFixed = {static_cast<Int128>(7'000'000'000'000'000)}}},
    // 5 * 0.5 pico = 2.5, times 1.2 = 3 exactly: rounded once, behind the margin.
    {"the margin comes before the rounding",
     {.input = 5, .output = 0},
     kTiny,
     {},
     3,
     false,
     {.marginMillionths = 200'000}},
    {"pictures of a free model",
     {},
     {{"input_cost_per_token", "0"}, {"output_cost_per_token", "0"}},
     {.images = 9},
     0},
    {"unknown usage of a free model",
     {},
     {{"input_cost_per_token", "0"}, {"output_cost_per_token", "0"}},
     {},
     0},
    // Zero is a price: the output is free, 1000 * 1,000,000.
    {"one price zero is a price",
     {.input = 1000, .output = 1000},
     {{"input_cost_per_token", "1e-06"}, {"output_cost_per_token", "0"}},
     {},
     1'000'000'000},
    // Rates finer than a pico: 3 * 0.333 pico = 0.999, rounded up.
    {"rates finer than a pico", {.input = 3, .output = 0}, {{"input_cost_per_token", "3.33e-13"}}, {}, 1},
};

}   // namespace

class TestCost : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cost_data();
    void cost();
    void readsAdjustments();
    void tellsWhatTheAdjustmentDid();
    void linesAddUpToTheRow();
    void tellsTheRatesThatApplied();
    void choosesPictureByKind();
    void readsServiceNames();
    void namesTheKeyThatIsNoPrice();
    void ignoresKeysThatAreNoPrices();
    void takesTheProvidersWordExactly_data();
    void takesTheProvidersWordExactly();
    void saysThatARateIsEstimated();
};

void TestCost::cost_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Case &row : kCases)
        QTest::newRow(row.name) << index++;
}

void TestCost::cost()
{
    QFETCH(int, index);
    const Case &row = kCases[index];
    auto price = withOverrides({}, row.prices);
    QVERIFY(price.ok());
    price.value().adjustment = row.adjustment;
    const Cost result = pricing::cost(row.usage, price.value(), row.options);
    QCOMPARE(result.pico, row.pico);
    QCOMPARE(result.unpriced, row.unpriced);
}

void TestCost::readsAdjustments()
{
    const auto made = makeAdjustment("0.05", "1.5e-1", "0.000000000001");
    QVERIFY(made.ok());
    QCOMPARE(made.value().discountMillionths, 50'000);
    QCOMPARE(made.value().marginMillionths, 150'000);
    QCOMPARE(toText(made.value().marginFixed), std::string("0.000000000001"));
    QVERIFY(makeAdjustment("", "", "").value() == Adjustment());
    // Further decimals are rounded: 0.1234565 is 123456.5 millionths.
    QCOMPARE(makeAdjustment("0.1234565", "0.12345649", "").value().discountMillionths, 123'457);
    QCOMPARE(makeAdjustment("0.1234565", "0.12345649", "").value().marginMillionths, 123'456);
    QVERIFY(!makeAdjustment("a tenth", "", "").ok());
}

void TestCost::tellsWhatTheAdjustmentDid()
{
    Price price = withOverrides({}, kPlain).value();
    price.adjustment = makeAdjustment("0.1", "0.2", "0.0001").value();
    // 450,000,000 at list; 45,000,000 off; 405,000,000 * 0.2 + 100,000,000 on top.
    const Cost result = pricing::cost({.input = 1000, .output = 500}, price);
    QCOMPARE(result.original, 450'000'000);
    QCOMPARE(result.discount, 45'000'000);
    QCOMPARE(result.margin, 181'000'000);
    QCOMPARE(result.pico, 586'000'000);
    QCOMPARE(toText(result.marginFraction), std::string("0.2"));
    QVERIFY(!Adjustment().any());
    QVERIFY(price.adjustment.any());
}

void TestCost::linesAddUpToTheRow()
{
    const Price price = withOverrides({}, kSonnet).value();
    const Cost result = pricing::cost(
        {.input = 10'000, .cacheRead = 7000, .cacheWrite = 2000, .output = 333, .reasoning = 33}, price);
    QCOMPARE(result.lines.size(), 5u);
    Amount sum;
    for (const CostLine &line : result.lines) {
        QVERIFY(line.unitPrice.has_value());
        QVERIFY(line.amount == multiply(*line.unitPrice, line.count));
        sum = add(sum, line.amount);
    }
    QCOMPARE(roundToPico(sum), result.pico);
    QCOMPARE(std::string(unitName(result.lines[1].unit)), std::string("cache_read"));
    QCOMPARE(result.lines[1].count, 7000);
    QCOMPARE(toText(*result.lines[1].unitPrice), std::string("0.0000003"));
}

void TestCost::tellsTheRatesThatApplied()
{
    const Price price = withOverrides({}, kTiered).value();
    const Cost below = pricing::cost({.input = 1, .output = 1}, price);
    QCOMPARE(below.priceInput, 1'250'000);
    QCOMPARE(below.priceOutput, 10'000'000);
    QCOMPARE(below.priceCacheRead, 125'000);
    QCOMPARE(below.priceCacheWrite, 1'250'000);   // Input's, in the absence of its own.
    const Cost above = pricing::cost({.input = 200'001, .output = 1}, price);
    QCOMPARE(above.priceInput, 2'500'000);
    QCOMPARE(above.priceCacheRead, 250'000);
    const Cost none = pricing::cost({.input = 1, .output = 1}, {});
    QCOMPARE(none.priceInput, -1);
    QCOMPARE(none.priceOutput, -1);
}

void TestCost::choosesPictureByKind()
{
    Price price;
    price.images = {{"1024x1024 standard", parseAmount("0.04").value()},
                    {"1024x1024 hd", parseAmount("0.08").value()}};
    QCOMPARE(pricing::cost({}, price, {.images = 1, .imageKind = "1024x1024 hd"}).pico, 80'000'000'000);
    QCOMPARE(pricing::cost({}, price, {.images = 1, .imageKind = "1024x1024"}).pico, 40'000'000'000);
    QVERIFY(pricing::cost({}, price, {.images = 1, .imageKind = "512x512"}).unpriced);
    // Where quality makes no difference, size decides.
    price.images = {{"256x256", parseAmount("0.016").value()}, {"512x512", parseAmount("0.018").value()}};
    QCOMPARE(pricing::cost({}, price, {.images = 2, .imageKind = "512x512 standard"}).pico, 36'000'000'000);
    QVERIFY(pricing::cost({}, price, {.images = 1, .imageKind = "51 standard"}).unpriced);
}

void TestCost::readsServiceNames()
{
    QVERIFY(serviceFromName("flex") == Service::Flex);
    QVERIFY(serviceFromName("\"priority\"") == Service::Priority);
    QVERIFY(serviceFromName("batch") == Service::Batch);
    for (const char *other : {"", "default", "auto", "standard", "\"", "null", "Flex"})
        QVERIFY(serviceFromName(other) == Service::Standard);
}

void TestCost::namesTheKeyThatIsNoPrice()
{
    const auto result = withOverrides({}, {{"output_cost_per_token", "cheap"}});
    QVERIFY(!result.ok());
    QCOMPARE(result.error().param, std::string("output_cost_per_token"));
}

void TestCost::ignoresKeysThatAreNoPrices()
{
    Price base;
    base.source = "openai:gpt-4o";
    const auto result = withOverrides(base, {{"max_tokens", "4096"}, {"input_cost_per_moon", "many"}});
    QVERIFY(result.ok());
    QCOMPARE(result.value().source, std::string("openai:gpt-4o"));
}

void TestCost::takesTheProvidersWordExactly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("pico");
    QTest::addColumn<bool>("unpriced");
    QTest::newRow("a number") << QByteArray("0.00014") << qint64{140'000'000} << false;
    QTest::newRow("a small one") << QByteArray("1.5e-07") << qint64{150'000} << false;
    QTest::newRow("two to be added") << QByteArray("0.1 0.2") << qint64{300'000'000'000} << false;
    QTest::newRow("free") << QByteArray("0") << qint64{0} << false;
    QTest::newRow("nothing") << QByteArray() << qint64{0} << true;
    QTest::newRow("money back") << QByteArray("-1") << qint64{0} << true;
    QTest::newRow("no number") << QByteArray("0.1 nan") << qint64{0} << true;
}

void TestCost::takesTheProvidersWordExactly()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, pico);
    QFETCH(bool, unpriced);
    const Cost cost = statedCost(text.toStdString());
    QCOMPARE(cost.pico, pico);
    QCOMPARE(cost.original, pico);
    QCOMPARE(cost.unpriced, unpriced);
}

void TestCost::saysThatARateIsEstimated()
{
    Price price = withOverrides({}, kPlain).value();
    QVERIFY(!pricing::cost({.input = 1, .output = 1}, price).estimated);
    price.estimated = true;
    QVERIFY(pricing::cost({.input = 1, .output = 1}, price).estimated);
}

QTEST_MAIN(TestCost)
#include "tst_cost.moc"
