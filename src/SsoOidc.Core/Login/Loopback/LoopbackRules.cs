using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>Tells the redirect of this login from everything else that may knock at the port.</summary>
internal static class LoopbackRules
{
    public const string CallbackPath = "/oauth/callback";

    public static LoopbackVerdict Judge(LoopbackRequest request, int port, string state)
    {
        if (request.Method != "GET")
            return new(405, "Only GET is answered here.");
        // A page that has its own host name resolve to 127.0.0.1 still sends that name.
        if (request.Header("host") != "127.0.0.1:" + port)
            return new(400, "This address is 127.0.0.1 and nothing else.");
        if (request.Path != CallbackPath)
            return new(404, "There is nothing at this address.");
        // Browsers say what a request is for. The redirect is a page to show, not an image, a script, a frame or a fetch.
        if (request.Header("sec-fetch-mode") is { } mode && mode != "navigate"
            || request.Header("sec-fetch-dest") is { } destination && destination != "document")
        {
            return new(403, "A web page asked for this address in the background. That is refused.");
        }

        // Looked at before anybody asked for it. The browser asks again when the person does.
        if (IsAhead(request.Header("sec-purpose")) || IsAhead(request.Header("purpose")) || IsAhead(request.Header("x-moz")))
            return new(503, "This address is answered when it is opened.");

        return Read(request.Query, state) is { } result
            ? new(200, "", result)
            : new(400, "This is not the answer to the login that is waiting now. It may come from an earlier one.");
    }

    /// <summary>
    /// The result in a redirect's query; null when it is not the answer to the login that <paramref name="state"/> belongs to. Code and error
    /// both carry the state, and nothing else of the query counts (RFC 6749 sections 4.1.2 and 4.1.2.1).
    /// </summary>
    public static AuthorizationResult? Read(string query, string state)
    {
        if (!Pkce.StateMatches(state, QueryText.Read(query, "state", out _)))
            return null;
        if (QueryText.Read(query, "error", out var isError) is { Length: > 0 } error)
        {
            var description = QueryText.Read(query, "error_description", out _);
            return new AuthorizationResult(null, error, string.IsNullOrWhiteSpace(description) ? null : description);
        }

        // Appendix A.11: a code is printable ASCII.
        return !isError && QueryText.Read(query, "code", out _) is { Length: > 0 } code && code.All(c => c is >= ' ' and <= '~')
            ? new AuthorizationResult(code, null, null)
            : null;
    }

    private static bool IsAhead(string? purpose) => purpose is not null
        && (purpose.StartsWith("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.StartsWith("prerender", StringComparison.OrdinalIgnoreCase)
            || purpose.StartsWith("preview", StringComparison.OrdinalIgnoreCase));
}
