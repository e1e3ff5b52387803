using System.Collections.ObjectModel;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;
using System.Text;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>The screen and keyboard of <see cref="TestHost"/>. A question without a scripted answer is a HostException: any other kills the process.</summary>
internal sealed class TestHostUI : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _questions = [];
    private readonly List<ProgressRecord> _progress = [];
    private readonly Queue<string> _answers = new();

    public override PSHostRawUserInterface RawUI => Keyboard;

    public TestKeyboard Keyboard { get; } = new();

    /// <summary>All text shown so far, as it went to the terminal.</summary>
    public string RawText
    {
        get
        {
            lock (_gate)
                return _text.ToString();
        }
    }

    /// <summary>All text shown so far, without colours.</summary>
    public string Text => new StringDecorated(RawText).ToString(OutputRendering.PlainText);

    /// <summary>The questions asked so far.</summary>
    public IReadOnlyList<string> Questions
    {
        get
        {
            lock (_gate)
                return [.. _questions];
        }
    }

    public IReadOnlyList<ProgressRecord> Progress
    {
        get
        {
            lock (_gate)
                return [.. _progress];
        }
    }

    /// <summary>Adds answers to the next questions: a choice's label without its ampersand, or a line of input.</summary>
    public void Answer(params ReadOnlySpan<string> answers)
    {
        lock (_gate)
        {
            foreach (var answer in answers)
                _answers.Enqueue(answer);
        }
    }

    /// <summary>Whether text without a line end, such as a sequence for the terminal, cannot be written.</summary>
    public bool IsForLinesOnly { get; set; }

    public override void Write(string value)
    {
        if (IsForLinesOnly && !value.EndsWith('\n'))
            throw new NotImplementedException("This host writes lines.");
        lock (_gate)
            _text.Append(value);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
            _progress.Add(record);
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        var answer = Ask($"{caption}\n{message}");
        var labels = choices.Select(choice => choice.Label.Replace("&", "", StringComparison.Ordinal)).ToList();
        var index = labels.IndexOf(answer);
        return index >= 0 ? index : throw new HostException($"'{answer}' is none of {string.Join(", ", labels)}.");
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        descriptions.ToDictionary(field => field.Name, field => PSObject.AsPSObject(Ask(field.Name)));

    public override string ReadLine() => Ask("");

    public override SecureString ReadLineAsSecureString() => throw new HostException("The host reads no secure strings.");

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new HostException("The host asks for no credentials.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw new HostException("The host asks for no credentials.");

    private string Ask(string question)
    {
        lock (_gate)
        {
            _questions.Add(question);
            return _answers.TryDequeue(out var answer) ? answer : throw new HostException($"Nobody is there to answer: {question}");
        }
    }
}
