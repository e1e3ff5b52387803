using System.Management.Automation.Host;

namespace SsoOidc.Demo;

/// <summary>The screen as the formatter needs it: its width, where there is one; and the keys. Nothing is drawn or read by position.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    private const int UsualWidth = 120;

    public override Size BufferSize
    {
        get => new(Console.IsOutputRedirected || Console.WindowWidth <= 0 ? UsualWidth : Console.WindowWidth, 50);
        set => throw Unsupported();
    }

    public override Size WindowSize { get => BufferSize; set => throw Unsupported(); }
    public override Size MaxWindowSize => BufferSize;
    public override Size MaxPhysicalWindowSize => BufferSize;
    public override Coordinates WindowPosition { get; set; }
    public override Coordinates CursorPosition { get; set; }
    public override int CursorSize { get; set; } = 25;
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;
    public override string WindowTitle { get; set; } = "";
    public override bool KeyAvailable => Console.IsInputRedirected ? throw Unsupported() : Console.KeyAvailable;

    public override void FlushInputBuffer()
    {
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Console.IsInputRedirected)
            throw Unsupported();
        return new KeyInfo(0, Console.ReadKey(intercept: (options & ReadKeyOptions.NoEcho) != 0).KeyChar, 0, keyDown: true);
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    private static HostException Unsupported() => new("This console has no screen buffer.");
}
