namespace SsoOidc.Demo;

/// <summary>What the command line asks for. One of Help, File, Command; none of them is the demo.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Shows the module at work, or runs PowerShell with the module loaded. The PowerShell engine is inside: no pwsh is needed.

          dotnet run -c Release --project src/SsoOidc.Demo                                   against a fake endpoint on this machine
          dotnet run -c Release --project src/SsoOidc.Demo -- -StartUrl <url> -Region <name> against the service: you approve the login
          dotnet run -c Release --project src/SsoOidc.Demo -- -File <script.ps1> [arguments]
          dotnet run -c Release --project src/SsoOidc.Demo -- -Command <text>

          -StartUrl     address of your AWS access portal, such as https://example.awsapps.com/start
          -Region       region of IAM Identity Center, such as eu-west-1
          -Application  ARN of an application to exchange the token for; signs with the credentials that
                        AWS tools find. Without it the demo leaves this step out against the service.
          -File         runs a script; the exit code is the script's `exit`, or 1 when it throws
          -Command      runs a text; the exit code is its `exit`, or 1 when its last command failed
          -Help         shows this

        Scripts have the language and the cmdlets of Microsoft.PowerShell.Core; those of the Utility and Management modules
        (Write-Host, Select-Object, ConvertTo-Json, ...) come with pwsh.
        """;

    public bool Help { get; init; }
    public string? StartUrl { get; init; }
    public string? Region { get; init; }
    public string? Application { get; init; }
    public string? Command { get; init; }
    public string? File { get; init; }
    public IReadOnlyList<string> FileArguments { get; init; } = [];

    /// <exception cref="FormatException">The arguments are wrong; the message says how.</exception>
    public static Arguments Parse(ReadOnlySpan<string> args)
    {
        var result = new Arguments();
        for (; args is [var name, .. var rest]; args = rest[1..])
        {
            if (name.TrimStart('-') is "Help" or "help" or "h" or "?")
                return new Arguments { Help = true };
            if (rest.IsEmpty)
                throw new FormatException($"{name} needs a value, or is not known here. -Help lists the arguments.");
            result = name.ToUpperInvariant() switch
            {
                "-STARTURL" => result with { StartUrl = rest[0] },
                "-REGION" => result with { Region = rest[0] },
                "-APPLICATION" => result with { Application = rest[0] },
                "-COMMAND" or "-C" => result with { Command = string.Join(' ', rest) },
                "-FILE" or "-F" => result with { File = rest[0], FileArguments = rest[1..].ToArray() },
                _ => throw new FormatException($"{name} is not known. -Help lists the arguments."),
            };
            if (result.Command is not null || result.File is not null)
                return result;
        }
        return result.StartUrl is null == result.Region is null
            ? result
            : throw new FormatException("-StartUrl and -Region go together: the address of your access portal and the region of IAM Identity Center.");
    }
}
