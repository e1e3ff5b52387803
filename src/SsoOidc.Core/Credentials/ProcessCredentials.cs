using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Programs;

namespace SsoOidc.Credentials;

/// <summary>The command of <c>credential_process</c>, run without a shell, whose standard output is a JSON object with Version 1.</summary>
internal sealed class ProcessCredentials : ICredentialSource
{
    private readonly CredentialContext _context;
    private readonly List<string> _words;
    private AwsCredentials? _lasting;

    /// <exception cref="CredentialsException">The command is not one.</exception>
    public ProcessCredentials(CredentialContext context, ConfigSection profile, string command)
    {
        _context = context;
        Identity = "process|" + command;
        Description = "credential_process of " + profile.Title;
        _words = (context.Environment.IsWindows ? ShellWords.SplitWindows(command) : ShellWords.Split(command)) is { Count: > 0 } words
            ? words
            : throw new CredentialsException(Description, "the command has an open quote. Quote a path with blanks as a whole.");
    }

    public string Description { get; }

    public string Identity { get; }

    public bool IsCacheable => true;

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        // What has no end is asked for once a call: the program may ask the person, and would say the same.
        if (_lasting is not null)
            return _lasting;

        var path = ExecutablePath.Find(_words[0], _context.Environment.Get, _context.Environment.IsWindows)
            ?? throw new CredentialsException(Description, $"the command '{Shown.Clean(_words[0])}' is not on the PATH.");
        var output = await CommandRunner.RunAsync(Description, path, _words.Skip(1), cancellationToken).ConfigureAwait(false);

        var answer = CredentialParts.ParseObject(Description, output);
        if (answer.Number("Version") != 1)
            throw new CredentialsException(Description, "its answer needs a member Version with the value 1.");
        var credentials = CredentialParts.Read(Description, answer, "SessionToken", _context.TimeProvider);
        if (credentials.Expiration is null)
            _lasting = credentials;
        return credentials;
    }
}
