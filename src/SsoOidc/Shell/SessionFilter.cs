using System.Management.Automation;
using SsoOidc.Base;
using SsoOidc.Login.Flows;

namespace SsoOidc.Shell;

/// <summary>Picks sessions by name or start URL.</summary>
internal static class SessionFilter
{
    /// <summary>
    /// The sessions of the names and patterns, in their order; all without any. What is the name or start URL of a session is that, whatever it
    /// holds, and a pattern only else. One without wildcards that fits none is an error of its own.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static IEnumerable<SsoOidcSession> Select(IReadOnlyList<SsoOidcSession> sessions, string?[]? patterns, Action<ErrorRecord> report)
    {
        if (patterns is null)
            return sessions;
        var matchers = Array.ConvertAll(patterns, pattern => MatcherOf(pattern, sessions, report));
        return sessions.Where(session => Array.Exists(matchers, matcher => matcher(session)));
    }

    private static Predicate<SsoOidcSession> MatcherOf(string? pattern, IReadOnlyList<SsoOidcSession> sessions, Action<ErrorRecord> report)
    {
        if (string.IsNullOrEmpty(pattern))
            throw new ArgumentException("A session name is empty. Give the name or start URL of a session, or a pattern such as 'work*'.");
        foreach (var matcher in new Predicate<SsoOidcSession>[] { session => session.SessionName == pattern, session => IsMeant(pattern!, session) })
        {
            if (sessions.Any(session => matcher(session)))
                return matcher;
        }

        if (WildcardPattern.ContainsWildcardCharacters(pattern) && PatternOf(pattern!) is { } wildcards)
            return session => session.SessionName is { } name && wildcards.IsMatch(name) || session.StartUrl is { } url && wildcards.IsMatch(url);
        report(NotFound(pattern!, sessions));
        return _ => false;
    }

    private static bool IsMeant(string name, SsoOidcSession session) =>
        name.Equals(session.SessionName, StringComparison.OrdinalIgnoreCase)
        || session.StartUrl is { } url && (name == url || StartUrl.IsOne(name) && LoginTarget.IsSamePortal(StartUrl.Tidy(name), url));

    // A name with a bracket may be no pattern at all.
    private static WildcardPattern? PatternOf(string text)
    {
        try
        {
            var pattern = new WildcardPattern(text, WildcardOptions.IgnoreCase);
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }

    private static ErrorRecord NotFound(string name, IReadOnlyList<SsoOidcSession> sessions)
    {
        var known = string.Join(", ", sessions.Select(session => $"{session}"));
        var message = $"There is no session '{Shown.Clean(name)}'. Sessions: {(known.Length == 0 ? "none" : Shown.Clean(known, 1000))}.";
        return new ErrorRecord(new SsoOidcConfigurationException(message), "SessionNotFound", ErrorCategory.ObjectNotFound, name);
    }
}
