#pragma once

#include "core/client/playgroundclient.h"

#include <map>

namespace gw::test {

// Answers what a test says, when it says so.
class FakePlayground final : public client::PlaygroundClient
{
    Q_OBJECT

public:
    std::vector<client::PlaygroundQuestion> questions;
    std::vector<client::Token> tokens;   // Of each question.
    std::vector<client::Token> stopped;

    client::Token send(const client::PlaygroundQuestion &question) override
    {
        questions.push_back(question);
        tokens.push_back(++m_last);
        return m_last;
    }
    void stop(client::Token token) override { stopped.push_back(token); }

    void say(std::size_t question, const QString &text)
    {
        client::PlaygroundPiece piece;
        piece.text = text;
        Q_EMIT moved(tokens[question], piece);
    }
    void move(std::size_t question, const client::PlaygroundPiece &piece)
    {
        Q_EMIT moved(tokens[question], piece);
    }
    void end(std::size_t question, const client::PlaygroundEnd &how) { Q_EMIT ended(tokens[question], how); }

private:
    // Tokens of all areas differ.
    client::Token m_last = 5'000'000;
};

}   // namespace gw::test
