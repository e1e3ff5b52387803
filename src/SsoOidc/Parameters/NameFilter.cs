using System.Management.Automation;

namespace SsoOidc.Parameters;

/// <summary>Names with wildcards, of which a thing must fit one; without any, all fit.</summary>
internal sealed class NameFilter(string[]? patterns)
{
    private readonly WildcardPattern[] _matchers = Array.ConvertAll(patterns ?? [], pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase));
    private readonly HashSet<string> _unseen = [.. (patterns ?? []).Where(pattern => !WildcardPattern.ContainsWildcardCharacters(pattern))];

    /// <summary>The names without wildcards that nothing has fitted so far.</summary>
    public IEnumerable<string> Unseen => _unseen;

    /// <summary>Whether one of a thing's names fits.</summary>
    public bool Fits(params string?[] names)
    {
        if (patterns is null)
            return true;
        var fits = false;
        for (var i = 0; i < _matchers.Length; i++)
        {
            if (!Array.Exists(names, name => name is not null && _matchers[i].IsMatch(name)))
                continue;
            _unseen.Remove(patterns[i]);
            fits = true;
        }

        return fits;
    }
}
