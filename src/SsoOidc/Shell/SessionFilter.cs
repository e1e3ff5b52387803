using System.Management.Automation;
using SsoOidc.Base;

namespace SsoOidc.Shell;

/// <summary>Picks sessions by name or start URL.</summary>
internal static class SessionFilter
{
    /// <summary>The sessions that a pattern fits, in their order; all without patterns. A name without wildcards that fits none is an error of its own.</summary>
    public static IEnumerable<SsoOidcSession> Select(IReadOnlyList<SsoOidcSession> sessions, string[]? patterns, Action<ErrorRecord> report)
    {
        if (patterns is null)
            return sessions;
        var matchers = Array.ConvertAll(patterns, pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase));
        for (var i = 0; i < patterns.Length; i++)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(patterns[i]) && !sessions.Any(session => Fits(matchers[i], session)))
                report(NotFound(patterns[i], sessions));
        }

        return sessions.Where(session => Array.Exists(matchers, matcher => Fits(matcher, session)));
    }

    private static bool Fits(WildcardPattern pattern, SsoOidcSession session) =>
        session.SessionName is { } name && pattern.IsMatch(name) || session.StartUrl is { } url && pattern.IsMatch(url);

    private static ErrorRecord NotFound(string name, IReadOnlyList<SsoOidcSession> sessions)
    {
        var known = string.Join(", ", sessions.Select(session => $"{session}"));
        var message = $"There is no session '{Shown.Clean(name)}'. Sessions: {(known.Length == 0 ? "none" : Shown.Clean(known, 1000))}.";
        return new ErrorRecord(new SsoOidcConfigurationException(message), "SessionNotFound", ErrorCategory.ObjectNotFound, name);
    }
}
