using System.Globalization;
using SsoOidc.Base;
using SsoOidc.Endpoints;
using SsoOidc.Errors;

namespace SsoOidc.Login.Flows;

/// <summary>
/// The address of an access portal. Any https host is taken, since companies put names of their own before it; what AWS's own hosts
/// tell of region, partition and address family is used and compared with what was given.
/// </summary>
internal sealed class StartUrl
{
    /// <summary>AWS's portal hosts by suffix: the partitions they serve (empty for any), and whether they are the dual-stack family.</summary>
    private static readonly (string Suffix, string[] Partitions, bool IsDualStack)[] PortalHosts =
    [
        (".us-gov-home.awsapps.com", ["aws-us-gov"], false),
        (".awsapps.com", ["aws", "aws-us-gov"], false),
        (".awsapps.cn", ["aws-cn"], false),
        (".portal.amazonaws.com", ["aws", "aws-us-gov"], false),
        (".portal.amazonaws.com.cn", ["aws-cn"], false),
        (".portal.amazonaws.eu", ["aws-eusc"], false),
        (".app.aws", ["aws", "aws-us-gov"], true),
        (".app.amazonwebservices.com.cn", ["aws-cn"], true),
        (".api.amazonwebservices.com.cn", ["aws-cn"], true),
        (".app.amazonwebservices.eu", ["aws-eusc"], true),
        (".api.amazonwebservices.eu", ["aws-eusc"], true),
    ];

    private readonly string[]? _partitions;

    private StartUrl(string text, Uri uri)
    {
        Value = text;
        var host = uri.IdnHost.TrimEnd('.').ToLowerInvariant();
        foreach (var portal in PortalHosts)
        {
            if (!host.EndsWith(portal.Suffix, StringComparison.Ordinal))
                continue;
            _partitions = portal.Partitions;
            IsDualStack = portal.IsDualStack;
            // The first label is the customer's own word, which may look like anything.
            Region = host.Split('.').Skip(1).FirstOrDefault(label => Partitions.Find(label) is not null);
            break;
        }
    }

    /// <summary>As given, since it is part of cache names and the service compares it; without what pasting adds.</summary>
    public string Value { get; }

    /// <summary>Whether the portal is reached by the dual-stack names, and the login must then be too.</summary>
    public bool IsDualStack { get; }

    /// <summary>The region that the host's name contains, or null.</summary>
    public string? Region { get; }

    /// <exception cref="SsoOidcConfigurationException">It is not an absolute https address.</exception>
    public static StartUrl Parse(string text)
    {
        text = Tidy(text);
        if (text.Any(char.IsWhiteSpace) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.Host.Length == 0)
        {
            throw new SsoOidcConfigurationException(
                $"The start URL '{Shown.Clean(text, 200)}' is not an https address. Expected the address of the access portal, for example {ExampleOf(text)}.");
        }

        if (uri.UserInfo.Length > 0)
            throw new SsoOidcConfigurationException("The start URL must not hold a user name or password.");
        return new StartUrl(text, uri);
    }

    /// <summary>
    /// A start URL without what comes along when an address is copied: blanks, line ends, invisible characters, the page of the portal that was
    /// open. One without a scheme is taken for https.
    /// </summary>
    public static string Tidy(string text)
    {
        var visible = new string(Array.FindAll(text.ToCharArray(), c => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control))).Trim();
        var page = visible.IndexOf("#/?", StringComparison.Ordinal);
        if (page >= 0)
            visible = visible.Substring(0, page);
        return IsHost(HostOf(visible)) ? "https://" + visible : visible;
    }

    /// <summary>Whether a text that stands where a name may stand is an address: it has a scheme, or the host of an access portal of AWS.</summary>
    public static bool IsOne(string text) => text.Contains("://")
        || Array.Exists(PortalHosts, portal => HostOf(text.Trim()).EndsWith(portal.Suffix, StringComparison.OrdinalIgnoreCase));

    // What stands before the path, a port included.
    private static string HostOf(string text) => text.Split('/', '?', '#')[0];

    private static bool IsHost(string text)
    {
        var port = text.IndexOf(':');
        var host = port < 0 ? text : text.Substring(0, port);
        return host.Contains('.') && host.Split('.').All(label => label.Length > 0 && label.All(c => Platform.IsAsciiLetterOrDigit(c) || c == '-'))
            && (port < 0 || port + 1 < text.Length && text.Skip(port + 1).All(c => c is >= '0' and <= '9'));
    }

    // Of what was typed, where that can be told: by the wrong scheme, or the company's part of the host alone.
    private static string ExampleOf(string text)
    {
        var rest = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? text.Substring("http://".Length) : text;
        return rest != text && IsHost(HostOf(rest)) && !rest.Any(char.IsWhiteSpace) ? "https://" + Shown.Clean(rest, 200)
            : IsHost(text + ".awsapps.com") ? $"https://{Shown.Clean(text, 80)}.awsapps.com/start"
            : "https://my-company.awsapps.com/start";
    }

    /// <summary>Whether an address that was not checked is that of a dual-stack portal.</summary>
    public static bool IsOfDualStack(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && new StartUrl(text!, uri).IsDualStack;

    /// <summary>The region to use: the one given, if the host's name does not contradict it, else the host's.</summary>
    /// <exception cref="SsoOidcConfigurationException">There is none, or the two do not agree.</exception>
    public string ResolveRegion(string? given)
    {
        if (string.IsNullOrEmpty(given))
        {
            return Region ?? throw new SsoOidcConfigurationException(
                $"No region is known for the start URL {Shown.Clean(Value, 200)}. Give the region of IAM Identity Center with `Region`, or set sso_region in the [sso-session] section.")
            {
                Problem = ConfigurationProblem.RegionMissing,
            };
        }

        if (Region is not null && !Region.Equals(given, StringComparison.OrdinalIgnoreCase))
        {
            throw new SsoOidcConfigurationException(
                $"The start URL {Shown.Clean(Value, 200)} is in the region {Region}, but {Shown.Clean(given!, 80)} was given. Use {Region} (`Region`, or sso_region of the session), or check the start URL.");
        }

        if (_partitions is not null && Partitions.Find(given!) is { } partition && !_partitions.Contains(partition.Name))
        {
            throw new SsoOidcConfigurationException(
                $"The start URL {Shown.Clean(Value, 200)} belongs to the AWS partition {string.Join(" or ", _partitions)}, but the region {Shown.Clean(given!, 80)} to {partition.Name}. Check both: `Region`, or sso_region of the session, is the region of IAM Identity Center.");
        }

        return given!;
    }
}
