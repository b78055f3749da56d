#pragma once

#include "core/wire/headers.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace gw::test {

struct Reply
{
    int status = 0;
    wire::Headers headers;
    std::string body;   // Chunks joined.
    bool complete = false;
};

// A client that sends bytes as they are and reads HTTP answers back. Waiting spins the event loop, so a
// server may live on the same thread.
class RawClient
{
public:
    explicit RawClient(std::uint16_t port, const QHostAddress &host = QHostAddress(QHostAddress::LocalHost))
    {
        m_socket.connectToHost(host, port);
        [[maybe_unused]] const bool ready =
            QTest::qWaitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, 3000);
    }

    QTcpSocket &socket() { return m_socket; }
    bool connected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void send(std::string_view bytes)
    {
        m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
        m_socket.flush();
    }
    const std::string &received()
    {
        m_received += m_socket.readAll().toStdString();
        return m_received;
    }
    bool waitForBytes(std::string_view text, int ms = 3000)
    {
        return QTest::qWaitFor([&] { return received().find(text) != std::string::npos; }, ms);
    }
    bool waitForClose(int ms = 3000)
    {
        return QTest::qWaitFor(
            [&] {
                received();
                return m_socket.state() == QAbstractSocket::UnconnectedState;
            },
            ms);
    }
    // The next complete answer, or what there is of it when none comes in time. head: it answers HEAD.
    Reply next(int ms = 3000, bool head = false)
    {
        Reply reply;
        std::size_t used = 0;
        [[maybe_unused]] const bool whole = QTest::qWaitFor(
            [&] {
                used = parse(received(), head, reply);
                return used > 0;
            },
            ms);
        m_received.erase(0, used);
        return reply;
    }

private:
    // Bytes used by a complete answer, else 0.
    static std::size_t parse(std::string_view text, bool head, Reply &reply)
    {
        reply = {};
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string_view::npos)
            return 0;
        std::string_view lines = text.substr(0, end + 2);
        std::size_t eol = lines.find("\r\n");
        reply.status = std::atoi(std::string(lines.substr(9, 3)).c_str());
        for (lines.remove_prefix(eol + 2); !lines.empty(); lines.remove_prefix(eol + 2)) {
            eol = lines.find("\r\n");
            const std::string_view line = lines.substr(0, eol);
            const std::size_t colon = line.find(": ");
            reply.headers.add(line.substr(0, colon), line.substr(colon + 2));
        }
        std::size_t at = end + 4;
        reply.complete = true;
        if (head || reply.status < 200 || reply.status == 204)
            return at;
        if (const auto length = reply.headers.value("Content-Length")) {
            const auto size = static_cast<std::size_t>(std::atoll(std::string(*length).c_str()));
            reply.body = text.substr(at, size);
            reply.complete = reply.body.size() == size;
            return reply.complete ? at + size : 0;
        }
        if (!reply.headers.hasToken("Transfer-Encoding", "chunked"))
            return at;   // Up to the end of the connection: the caller looks at received().
        while (true) {
            const std::size_t line = text.find("\r\n", at);
            reply.complete = false;
            if (line == std::string_view::npos)
                return 0;
            const std::size_t size =
                std::strtoul(std::string(text.substr(at, line - at)).c_str(), nullptr, 16);
            if (text.size() < line + 2 + size + 2)
                return 0;
            reply.body += text.substr(line + 2, size);
            at = line + 2 + size + 2;
            if (size == 0) {
                reply.complete = true;
                return at;
            }
        }
    }

    QTcpSocket m_socket;
    std::string m_received;
};

}   // namespace gw::test
