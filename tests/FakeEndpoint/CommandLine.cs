using System.Globalization;

namespace SsoOidc.FakeEndpoint;

/// <summary>The options of the stand-alone program.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Usage: FakeEndpoint [options]
          --port N                 port on 127.0.0.1, 0 for a free one (default 0)
          --base-path P            path before every address, such as /prefix
          --approve auto|manual    who approves logins (default auto)
          --pending N              polls answered with authorization_pending before auto approval (default 0)
          --interval S             polling interval in seconds (default 1)
          --enforce-interval B     true or false: answer slow_down to polls that are too fast (default true)
          --expires S              lifetime of a device code in seconds (default 600)
          --token-lifetime S       lifetime of access tokens in seconds (default 3600, or 28800 without scopes)
          --session-lifetime S     how long a login can be refreshed, in seconds (default 28800)
          --accounts N             accounts of the portal, of three roles each (default two of others)
          --portal-rate N          reads of the portal a second, 0 for no limit (default 20)
          --empty-pages B          true or false: an empty page before each page of the portal's lists (default false)
          --region R               region that signatures must name (default us-east-1)
          --access-key K --secret-key S --session-token T
                                   credentials that signatures must use
        The first line of output is the base address. Ctrl-C or SIGTERM ends it.
        """;

    /// <summary>Reads the arguments; a FormatException says what is wrong.</summary>
    public static FakeOptions Parse(IReadOnlyList<string> args)
    {
        var options = new FakeOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
                throw new FormatException($"{args[i]} needs a value.");
            var (name, value) = (args[i], args[i + 1]);
            options = name switch
            {
                "--port" => options with { Port = Number(name, value, 65535) },
                "--base-path" => options with { BasePath = BasePath(value) },
                "--approve" => options with { Approve = Mode(value) },
                "--pending" => options with { PendingPolls = Number(name, value) },
                "--interval" => options with { Interval = Seconds(name, value) },
                "--enforce-interval" => options with { EnforceInterval = Boolean(name, value) },
                "--expires" => options with { Expires = Seconds(name, value) },
                "--token-lifetime" => options with { TokenLifetime = Seconds(name, value) },
                "--session-lifetime" => options with { SessionLifetime = Seconds(name, value) },
                "--accounts" => options with { Accounts = FakeAccount.Many(Number(name, value, 1_000_000), "AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess") },
                "--portal-rate" => options with { PortalRate = Number(name, value) },
                "--empty-pages" => options with { EmptyPages = Boolean(name, value) },
                "--region" => options with { Region = value },
                "--access-key" => options with { AccessKey = value },
                "--secret-key" => options with { SecretKey = value },
                "--session-token" => options with { SessionToken = value },
                _ => throw new FormatException($"Unknown option {name}."),
            };
        }
        return options;
    }

    private static int Number(string name, string value, int max = int.MaxValue) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new FormatException($"{name} needs a number from 0 to {max}, not '{value}'.");

    private static TimeSpan Seconds(string name, string value) => TimeSpan.FromSeconds(Number(name, value));

    private static bool Boolean(string name, string value) =>
        bool.TryParse(value, out var result) ? result : throw new FormatException($"{name} needs true or false, not '{value}'.");

    private static ApproveMode Mode(string value) => value switch
    {
        "auto" => ApproveMode.Auto,
        "manual" => ApproveMode.Manual,
        _ => throw new FormatException($"--approve needs auto or manual, not '{value}'."),
    };

    private static string BasePath(string value) =>
        value.StartsWith('/') && !value.EndsWith('/')
            ? value
            : throw new FormatException($"--base-path must start with a slash and not end with one, not '{value}'.");
}
