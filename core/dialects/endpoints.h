#pragma once

#include "core/dialects/dialect.h"

#include <string>
#include <string_view>

// What the dialects beside chat share: pictures, speech, transcription, moderation. Their requests are JSON
// or forms that pass on as they came, and so do their answers.
namespace gw::dialects {

// Reads the body as a form where its content type says so, else as JSON. requiredField must be there, as a
// file or as a field. path becomes chat::Call::path.
Result<chat::Call> decodePassed(chat::Shape shape, Inbound in, std::string_view requiredField,
                                std::string path);

// A top-level member of the JSON or a plain field of the form: its text, or "".
std::string passedField(const chat::Call &call, std::string_view key);

// Characters, not bytes, of UTF-8 text.
std::int64_t charactersOf(std::string_view text);

// How long a WAV file plays, by its header; 0 for other files and for headers that make no sense. A length
// that was not known when the header was written is taken from the file's size.
std::int64_t wavMilliseconds(std::string_view file);

// A dialect whose answers pass; what is left are its routes, its decoding and answers made here.
class PassedDialect : public Dialect
{
public:
    std::unique_ptr<StreamEncoder> newStreamEncoder(const chat::Call &call,
                                                    const AnswerOptions &options) const override;
    std::string encodeWhole(const chat::Call &call, const chat::Response &response,
                            const AnswerOptions &options) const final;
    ErrorReply encodeError(const Error &error) const override;
    std::string encodeStreamError(const Error &error, const Relayed &relayed) const override;

protected:
    // The whole answer of a mocked call whose text is given.
    virtual std::string mocked(const chat::Call &call, std::string_view text) const = 0;
    // "/v1/" + path, path, and behind a deployment's name.
    static void addRoutes(std::vector<Route> &routes, const std::string &path, bool ofDeployments);
};

}   // namespace gw::dialects
