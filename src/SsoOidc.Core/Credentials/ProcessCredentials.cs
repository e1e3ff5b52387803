using System.Collections;
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
        var config = context.Settings.Config;
        Identity = string.Join("|", "process", command, profile.Name, config.ConfigPath, config.CredentialsPath, context.Environment.CurrentDirectory);
        Description = "credential_process of " + profile.Title;
        _words = (context.Environment.IsWindows ? ShellWords.SplitWindows(command) : ShellWords.Split(command)) is { Count: > 0 } words
            ? words
            : throw new CredentialsException(Description, "the command has an open quote. Quote a path with blanks as a whole.");
    }

    public string Description { get; }

    /// <summary>What the program says may depend on each variable that it inherits, such as AWS_PROFILE.</summary>
    public string Identity
    {
        get
        {
            var variables = new List<string>();
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
                variables.Add($"{variable.Key}={variable.Value}");
            variables.Sort(StringComparer.Ordinal);
            return $"{field}|{CredentialParts.Fingerprint(string.Join("\0", variables))}";
        }
    }

    public bool IsCacheable => true;

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        // What has no end is asked for once a call: the program may ask the person, and would say the same.
        if (_lasting is not null && !ReferenceEquals(_lasting, _context.Cache.LastDropped))
            return _lasting;

        AwsCredentials credentials;
        try
        {
            var path = ExecutablePath.Find(_words[0], _context.Environment.Get, _context.Environment.IsWindows)
                ?? throw new CredentialsException(Description, $"the command '{Shown.Clean(_words[0])}' is not on the PATH.");
            if (ExecutablePath.IsPath(path, _context.Environment.IsWindows))
                path = _context.Environment.Resolve(path);
            credentials = Read(await CommandRunner.RunAsync(Description, path, _words.Skip(1), _context.Environment.CurrentDirectory, cancellationToken).ConfigureAwait(false));
        }
        catch (CredentialsException e) when (_words.Find(IsForAShell) is { } given)
        {
            throw new CredentialsException(
                Description,
                $"{e.Message.Substring(Description.Length + 2)} The command has '{Shown.Clean(given, 20)}', but no shell runs it: the program is given that as it stands. Put the line into a script, and name the script.",
                e);
        }

        if (credentials.Expiration is null)
            _lasting = credentials;
        return credentials;
    }

    private AwsCredentials Read(byte[] output)
    {
        var answer = CredentialParts.ParseObject(Description, output);
        if (answer.Number("Version") != 1)
            throw new CredentialsException(Description, "its answer needs a member Version with the value 1.");
        return CredentialParts.Read(Description, answer, "SessionToken", _context.TimeProvider);
    }

    private static bool IsForAShell(string word) => word is "|" or "||" or "|&" or "&&" or "&" or ">" or ">>" or "<" or "2>" or "2>&1" || word.IndexOf('|') > 0;
}
