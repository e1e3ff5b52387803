using System.Globalization;
using System.Net;
using System.Text;

namespace SsoOidc.Login;

/// <summary>
/// The page that the browser ends on: one file, nothing loaded from anywhere, no script. The policy allows its one style sheet by hash
/// and nothing else, so that text from the network could do no harm even if it were not encoded.
/// </summary>
internal static class LoopbackPage
{
    private const string Style = """
        :root{color-scheme:light dark;--back:#f3f4f6;--card:#fff;--text:#16191f;--soft:#545b64;--line:#d5dbdb;--good:#1d8102;--bad:#c7251a}
        @media(prefers-color-scheme:dark){:root{--back:#0f141a;--card:#192534;--text:#ebebf0;--soft:#a9b4c2;--line:#2c3b4d;--good:#5fd068;--bad:#ff7a6b}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--back);color:var(--text);font:1rem/1.55 system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
        main{width:100%;max-width:30rem;padding:2.5rem 2.25rem;border:1px solid var(--line);border-radius:1rem;background:var(--card);text-align:center;box-shadow:0 12px 40px rgba(0,0,0,.08)}
        svg{width:4rem;height:4rem;fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
        .good{color:var(--good)}.bad{color:var(--bad)}
        h1{margin:1rem 0 .5rem;font-size:1.5rem;line-height:1.25}
        p{margin:.5rem 0 0;color:var(--soft);overflow-wrap:anywhere}
        p.next{margin-top:1.25rem;color:var(--text)}
        footer{margin-top:1.75rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8125rem;color:var(--soft)}
        """;

    private const string Tick = """<path d="m18 33 10 10 19-22"/>""";
    private const string Cross = """<path d="m22 22 20 20m0-20-20 20"/>""";

    private static readonly string Policy =
        "default-src 'none'; style-src 'sha256-" + Convert.ToBase64String(Platform.Sha256(Encoding.UTF8.GetBytes(Style)))
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The token is there.</summary>
    public static byte[] Success(string session) => Response(200, Html(
        "good",
        Tick,
        "You are signed in",
        "The session “" + session + "” is ready.",
        "Close this tab and go back to PowerShell."));

    /// <summary>The login has ended without a token.</summary>
    public static byte[] Failure(string reason) => Response(200, Html(
        "bad",
        Cross,
        "The sign-in did not succeed",
        reason,
        "Close this tab and go back to PowerShell: it says what to do next."));

    /// <summary>An answer to what is not the redirect; the login goes on.</summary>
    public static byte[] Refusal(int status, string explanation) => Response(status, Html(
        "bad",
        Cross,
        "Nothing to see here",
        explanation,
        "If a sign-in is waiting in PowerShell, it goes on waiting."));

    private static string Html(string mood, string icon, string title, string message, string next)
    {
        static string Safe(string text) => WebUtility.HtmlEncode(Text.Clean(text));

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Safe(title)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main class="{mood}-end">
            <svg class="{mood}" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="28"/>{icon}</svg>
            <h1>{Safe(title)}</h1>
            <p>{Safe(message)}</p>
            <p class="next">{Safe(next)}</p>
            <footer>SsoOidc for PowerShell · AWS IAM Identity Center</footer>
            </main>
            </body>
            </html>

            """;
    }

    private static byte[] Response(int status, string html)
    {
        var body = Encoding.UTF8.GetBytes(html);
        var head = new StringBuilder()
            .Append("HTTP/1.1 ").Append(status.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(Phrase(status)).Append("\r\n")
            .Append("Content-Type: text/html; charset=utf-8\r\n")
            .Append("Content-Length: ").Append(body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n")
            .Append("Content-Security-Policy: ").Append(Policy).Append("\r\n")
            .Append("Cache-Control: no-store\r\n")
            .Append("Referrer-Policy: no-referrer\r\n")
            .Append("X-Content-Type-Options: nosniff\r\n")
            .Append("X-Frame-Options: DENY\r\n")
            .Append("Cross-Origin-Opener-Policy: same-origin\r\n")
            .Append("Cross-Origin-Resource-Policy: same-origin\r\n");
        if (status == 405)
            head.Append("Allow: GET\r\n");
        head.Append("Connection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }

    private static string Phrase(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        431 => "Request Header Fields Too Large",
        _ => "Error",
    };
}
